import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, isListening, NOBODY, postgresUrl } from './postgres-server';

/** pgbouncer, where this machine has it (Debian: the package of that name), or where a variable says it is. */
const PROGRAM = process.env['DRIZZLE_GUARD_TEST_PGBOUNCER'] ?? 'pgbouncer';

export function hasPgbouncer(): boolean {
  return spawnSync(PROGRAM, ['--version']).status === 0;
}

/**
 * Runs a pooler in front of the tests' server: each transaction gets whichever connection is free.
 * @param use is given a function that makes a database's URL one through the pooler
 */
export async function withPgbouncer(
  use: (through: (url: string) => string) => Promise<void>,
  mode: 'transaction' | 'statement' = 'transaction',
): Promise<void> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-pgbouncer-'));
  const port = await freePort();
  const server = new URL(postgresUrl());
  const file = path.join(dir, 'pgbouncer.ini');
  writeFileSync(path.join(dir, 'users.txt'), `"${server.username}" ""\n`);
  writeFileSync(
    file,
    `[databases]
* = host=${server.hostname} port=${server.port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${path.join(dir, 'users.txt')}
pool_mode = ${mode}
default_pool_size = 20
`,
  );
  if (NOBODY.uid !== undefined)
    for (const one of [dir, file, path.join(dir, 'users.txt')]) chownSync(one, NOBODY.uid, NOBODY.gid);
  const pooler = spawn(PROGRAM, [file], { ...NOBODY, cwd: dir, stdio: 'ignore' });
  const exit = new Promise((resolve) => pooler.once('exit', resolve));
  try {
    for (let time = 0; !(await isListening(port)); time++) {
      if (time === 50 || pooler.exitCode !== null) throw new Error('pgbouncer did not start');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await use((url) => {
      const through = new URL(url);
      through.port = String(port);
      return through.href;
    });
  } finally {
    if (pooler.exitCode === null) pooler.kill('SIGTERM');
    await exit;
    rmSync(dir, { recursive: true, force: true });
  }
}
