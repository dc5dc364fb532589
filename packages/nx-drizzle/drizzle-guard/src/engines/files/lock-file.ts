import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { runningProcess } from './process-start';

interface Holder {
  pid: number;
  host: string;
  since: string;
  /** What tells it from another of that number; absent where the machine does not tell. */
  process?: string;
}

/** The start of a process is counted from the boot, whose time is known to a second. */
const CLOCK_ERROR = 2000;

/** Breaking a stale lock takes microseconds; a guard older than this belongs to a process that died inside it. */
const GUARD_LIFETIME = 10_000;

/**
 * Takes a lock that is a file, and returns what gives it back. A lock whose process is gone on this machine is taken
 * over, also where its number has been given to another; one of another machine (a shared disk) never is, because nothing here can tell whether that process lives.
 * Not a heartbeat as in proper-lockfile: PGlite keeps the event loop busy for seconds, and a live lock would look dead.
 *
 * @param shown what is locked, for the message
 * @throws GuardError `lock-held`
 */
export function takeLockFile(file: string, shown: string): () => void {
  if (!create(file)) {
    refuseIfHeld(file, shown);
    breakStale(file, shown);
  }
  const release = () => {
    process.removeListener('exit', release);
    if (read(file)?.pid === process.pid) rmSync(file, { force: true });
  };
  process.on('exit', release);
  return release;
}

const POLL = 100;

/**
 * Takes the same lock, and waits for it as long as it is held.
 * @param wait how long, in milliseconds
 * @param onWait told once who holds it, where it has to wait
 * @throws GuardError `lock-held` when the time is up
 */
export async function waitForLockFile(
  file: string,
  shown: string,
  wait: number,
  onWait?: (holder: string) => void,
): Promise<() => void> {
  const until = performance.now() + wait;
  let isTold = false;
  for (;;)
    try {
      return takeLockFile(file, shown);
    } catch (thrown) {
      if (!(thrown instanceof LockHeld) || performance.now() >= until) throw thrown;
      if (!isTold) onWait?.(thrown.holder);
      isTold = true;
      await pause(POLL);
    }
}

class LockHeld extends GuardError {
  /** In words. */
  readonly holder: string;

  constructor(file: string, shown: string, holder: Holder | null) {
    const who = holder ? `process ${holder.pid} on ${holder.host} since ${holder.since}` : 'another process';
    super(
      'lock-held',
      `${shown} is in use by ${who}; nothing was done`,
      `wait for it to end, then run the command again; if no such process exists, delete ${file}`,
    );
    this.holder = who;
  }
}

function refuseIfHeld(file: string, shown: string): void {
  const holder = read(file);
  const stale = holder ? isGone(holder) : !existsSync(file);
  if (!stale) throw new LockHeld(file, shown, holder);
}

/** Two processes may find the same stale lock: a second exclusive file lets one of them judge it again and replace it. */
function breakStale(file: string, shown: string): void {
  const guard = `${file}.takeover`;
  if (!create(guard)) {
    const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > GUARD_LIFETIME) rmSync(guard, { force: true });
    throw new LockHeld(file, shown, read(guard));
  }
  try {
    refuseIfHeld(file, shown);
    rmSync(file, { force: true });
    if (!create(file)) throw new LockHeld(file, shown, read(file));
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Creates the lock with its content in one step (a link), so that nobody ever reads half of it. */
function create(file: string): boolean {
  const identity = runningProcess(process.pid)?.identity ?? null;
  const holder: Holder = {
    ...{ pid: process.pid, host: os.hostname(), since: new Date().toISOString() },
    ...(identity === null ? {} : { process: identity }),
  };
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(holder));
  } catch (thrown) {
    throw new GuardError(
      'cannot-connect',
      `no lock can be made beside the database: ${wordsOf(thrown)}`,
      'make the folder writable for the user who runs this command; nothing was done',
      { cause: thrown },
    );
  }
  try {
    linkSync(draft, file);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who holds a lock; null for a file that is gone or is none of ours. */
function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/** Whether the holder has ended. Its number may be that of another process by now, which began after the lock was taken. */
function isGone({ pid, host, since, process: identity }: Holder): boolean {
  if (host !== os.hostname()) return false;
  const running = runningProcess(pid);
  if (running === null) return true;
  if (identity !== undefined && running.identity !== null) return identity !== running.identity;
  return running.since !== null && running.since > Date.parse(since) + CLOCK_ERROR;
}
