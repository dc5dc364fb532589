import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { cleanEnvironment } from './environment';
import { repositoryRoot } from './paths';

export interface RunOptions {
  cwd: string;
  /** Added to (or, with undefined, taken out of) the environment. */
  env?: Record<string, string | undefined>;
}

export interface BinRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** stdout parsed; throws where it is not one JSON document. */
  json(): ReturnType<typeof JSON.parse>;
}

const BIN = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');

/** A run that takes longer hangs. */
const TIME_LIMIT = 60_000;

/** Runs the built bin as a whole process, without CI or an environment's name unless `env` sets them. */
export function runBin(args: readonly string[], { cwd, env = {} }: RunOptions): BinRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT,
    maxBuffer: 1 << 28,
  });
  return runOf(status, stdout, stderr);
}

/** The same without waiting: for what happens at the same time as something else. */
export function startBin(args: readonly string[], { cwd, env = {} }: RunOptions): Promise<BinRun> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(runOf(status, stdout, stderr)));
  });
}

function runOf(exitCode: number | null, stdout: string, stderr: string): BinRun {
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout) };
}
