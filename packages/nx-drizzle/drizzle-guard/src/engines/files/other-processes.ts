import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

export interface OtherProcess {
  pid: number;
  command: string;
}

/**
 * The processes that have a file below a folder open: a PGlite directory in use by an application, which takes no
 * lock of ours. Linux only (/proc); elsewhere, and of other users' processes, nothing is known and [] is returned.
 */
export function processesUsing(folder: string): OtherProcess[] {
  const prefix = `${realpathSync(folder)}${path.sep}`;
  return processesWith((file) => file.startsWith(prefix));
}

/** The same of one file. */
export function processesWithFile(file: string): OtherProcess[] {
  const [real] = attempt(() => [realpathSync(file)]);
  return real === undefined ? [] : processesWith((one) => one === real);
}

function processesWith(fits: (file: string) => boolean): OtherProcess[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => openFiles(pid).some(fits))
    .map((pid) => ({ pid: Number(pid), command: commandOf(pid) }));
}

function openFiles(pid: string): string[] {
  return attempt(() => readdirSync(`/proc/${pid}/fd`)).flatMap((descriptor) =>
    attempt(() => [readlinkSync(`/proc/${pid}/fd/${descriptor}`)]),
  );
}

/** The program's name only: its arguments could hold a secret. */
function commandOf(pid: string): string {
  const [program] = attempt(() => [readlinkSync(`/proc/${pid}/exe`)]);
  return program === undefined ? 'a process' : path.basename(program);
}

/** A process may end, or belong to somebody else, while it is looked at. */
function attempt<T>(look: () => T[]): T[] {
  try {
    return look();
  } catch {
    return [];
  }
}
