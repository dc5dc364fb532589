import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process as it runs now. */
export interface Running {
  /** What no other process on this machine has ever had, whatever its number; null where nothing tells. */
  identity: string | null;
  /** When it began, in milliseconds since 1970, by the clock of today; null where nothing tells. */
  since: number | null;
}

/** Of Linux, for user programs on every architecture that node runs on. */
const TICKS_A_SECOND = 100;

/**
 * What is known of a process. Numbers of processes are given again, in a container from 1 on.
 * @returns null where there is no such process, or only what its parent has not taken note of yet
 */
export function runningProcess(pid: number): Running | null {
  if (!isThere(pid)) return null;
  if (process.platform === 'linux') return onLinux(pid);
  if (process.platform === 'win32') return { identity: null, since: null };
  return withPs(pid);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** proc(5): behind the name in brackets, the state is the third field and the start, in ticks since the boot, the 22nd. */
function onLinux(pid: number): Running | null {
  const text = textOf(`/proc/${pid}/stat`);
  const [boot, times] = [textOf('/proc/sys/kernel/random/boot_id'), textOf('/proc/stat')];
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields?.[0], Number(fields?.[19])];
  if (state === 'Z' || state === 'X') return null;
  const bootTime = Number(/^btime (\d+)$/m.exec(times ?? '')?.[1]);
  const since = (bootTime + ticks / TICKS_A_SECOND) * 1000;
  return {
    identity: boot === null || Number.isNaN(ticks) ? null : `${boot.trim()} ${ticks}`,
    since: Number.isNaN(since) ? null : since,
  };
}

function withPs(pid: number): Running {
  try {
    const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
    const began = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' }).trim();
    const since = Date.parse(began);
    return Number.isNaN(since) ? { identity: null, since: null } : { identity: began, since };
  } catch {
    return { identity: null, since: null };
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
