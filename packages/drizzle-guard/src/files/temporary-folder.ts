import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isRunning } from './is-running';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whose process is gone, but whose number of a process of another machine's (in a shared folder) may look so. */
const OLD = 60 * 60 * 1000;

/**
 * Hands a folder of its own, for this user alone, to `work`, and takes it away: also when a signal ends the process. What
 * a process that was killed has left is taken away by the next one.
 * @param prefix how its name begins
 */
export async function withTemporaryFolder<T>(
  prefix: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  sweep(prefix);
  const folder = mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const stopHearing = () => SIGNALS.forEach((signal) => process.removeListener(signal, end));
  const end = (signal: NodeJS.Signals) => {
    stopHearing();
    remove();
    process.kill(process.pid, signal);
  };
  SIGNALS.forEach((signal) => process.on(signal, end));
  try {
    return await work(folder);
  } finally {
    stopHearing();
    remove();
  }
}

function sweep(prefix: string): void {
  for (const name of readdirSync(os.tmpdir())) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = path.join(os.tmpdir(), name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
    if (age > OLD) tryToRemove(folder);
  }
}

/** It may be another user's. */
function tryToRemove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    return;
  }
}
