import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { cleanEnvironment, repositoryRoot, startBin, type BinRun } from 'testkit';
import { expect } from 'vitest';

const BIN = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');

/** Starts `migrate` this many times at once. */
export function migrateAtOnce(cwd: string, times: number): Promise<BinRun[]> {
  return Promise.all(Array.from({ length: times }, () => startBin(['migrate', '--json'], { cwd })));
}

/** Every migration was applied by exactly one of them; each of them ended 0, or 2 because the lock was not to be had. */
export function expectOnce(runs: readonly BinRun[], tags: readonly string[]): void {
  const databases = runs.map((run) => run.json().databases[0]);
  const applied = databases.flatMap((one) =>
    one.applied.map(({ migration }: { migration: string }) => migration),
  );
  expect(applied.sort()).toEqual([...tags].sort());
  for (const [at, run] of runs.entries()) {
    if (run.exitCode !== 0) expect(databases[at].error).toMatchObject({ code: 'lock-held' });
    expect([0, 2]).toContain(run.exitCode);
  }
}

/** A `migrate` that can be killed; it ends by itself where it is not. */
export function startMigrate(cwd: string): { child: ChildProcess; ended: Promise<unknown> } {
  const child = spawn(process.execPath, [BIN, 'migrate'], {
    cwd,
    env: cleanEnvironment() as NodeJS.ProcessEnv,
    stdio: 'ignore',
  });
  return { child, ended: new Promise((resolve) => child.on('exit', resolve)) };
}

/** Kills a `migrate` after so many milliseconds. */
export async function killMigrate(cwd: string, after: number): Promise<void> {
  const { child, ended } = startMigrate(cwd);
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  await ended;
  clearTimeout(timer);
}

/** Moments within a time, none like another, the same in every run. */
export function moments(count: number, within: number): number[] {
  return Array.from({ length: count }, (_, at) => Math.round(within * ((at + 0.37) / count)));
}
