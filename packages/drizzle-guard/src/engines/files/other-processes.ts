import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The processes that have a file below a folder open: a PGlite directory in use by an application, which takes no
 * lock of ours. Linux only (/proc); elsewhere, and of other users' processes, nothing is known and [] is returned.
 */
export function processesUsing(folder: string): { pid: number; command: string }[] {
  if (process.platform !== 'linux') return [];
  const prefix = `${realpathSync(folder)}${path.sep}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => openFiles(pid).some((file) => file.startsWith(prefix)))
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
