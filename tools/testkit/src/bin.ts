import { spawnSync } from 'node:child_process';
import path from 'node:path';
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
  json(): any;
}

/** Runs the built bin as a whole process, without CI or an environment's name unless `env` sets them. */
export function runBin(args: readonly string[], { cwd, env = {} }: RunOptions): BinRun {
  const clean = { ...process.env, CI: undefined, NO_COLOR: '1', FORCE_COLOR: undefined };
  const bin = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
  const run = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env: { ...clean, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    exitCode: run.status,
    stdout: run.stdout,
    stderr: run.stderr,
    json: () => JSON.parse(run.stdout),
  };
}
