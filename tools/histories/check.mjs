import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { BIN, NODE } from '../bench/programs.mjs';

/**
 * Runs check as a whole process over the history that is checked out, or over two of the clone's branches.
 * @param {import('./clone.mjs').Clone} clone
 * @param {import('./expectations.mjs').Expectation} expected
 * @returns {{ migrations: number, found: import('./expectations.mjs').Found, milliseconds: number }}
 * @throws where it ends with anything but findings or none
 */
export function checkHistory(clone, { branch, base, isRead }) {
  const sides = base === undefined ? [] : ['--head', `origin/${branch}`, '--base', `origin/${base}`];
  if (isRead) sides.push('--no-replay');
  const start = performance.now();
  const run = spawnSync(NODE, [BIN, 'check', '--migrations', 'drizzle', '--json', ...sides], {
    cwd: clone.dir,
    // Node reads those certificates at every start, which takes longer than the rest of it; nothing here connects.
    env: { ...process.env, CI: undefined, NODE_EXTRA_CA_CERTS: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: 60_000,
  });
  const milliseconds = performance.now() - start;
  if (run.status !== 0 && run.status !== 1)
    throw new Error(
      `check ended with ${run.status ?? run.signal}: ${run.stderr.trim() || run.stdout.trim()}`,
    );
  const [database] = JSON.parse(run.stdout).databases;
  if (database.readOtherwise)
    throw new Error(`read otherwise than it was run: ${database.readOtherwise.join('; ')}`);
  const hasError = database.findings.some(({ severity }) => severity === 'error');
  if (hasError !== (run.status === 1))
    throw new Error(`check ended with ${run.status}, which its findings contradict`);
  return { migrations: database.migrationCount, found: foundIn(database.findings), milliseconds };
}

function foundIn(findings) {
  const found = {};
  for (const { code, migration, file } of findings) {
    const name = migration ?? path.basename(file);
    const number = /^\d+/.exec(name)?.[0] ?? name;
    found[code] = found[code] === undefined ? number : `${found[code]} ${number}`;
  }
  return found;
}
