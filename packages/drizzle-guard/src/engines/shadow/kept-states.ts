import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from '../../files/is-running';
import { readWarmStart, writeWarmStart } from './warm-start';

/** The states on which the branches of a week rest: as many as were used last. Most have some 20 MB. */
const KEPT = { states: 6, bytes: 256 * 1024 * 1024 };

const PREFIX = 'pglite-state-';
const DRAFT = /^pglite-.*\.(\d+)\.tmp$/;

/** Where a state is kept: beside the started PGlite. @param key changes with all that has led to it */
function fileOf(cache: string, key: string): string {
  const version = path.basename(cache, '.tar').replace('pglite-start-', '');
  return path.join(path.dirname(cache), `${PREFIX}${version}-${key}.tar`);
}

/**
 * Begins with the last of some states that is kept; what is not whole is taken away.
 * @param cache where the started PGlite is kept
 * @param keys of these states, in the order in which they are reached
 * @param begin throws where it cannot begin with a data directory; that is taken away too
 * @returns also how many of the states it has begun after; null where none is kept
 */
export async function beginAtLast<T>(
  cache: string,
  keys: readonly string[],
  begin: (directory: Blob) => Promise<T>,
): Promise<{ begun: T; after: number } | null> {
  const kept = new Set(namesIn(path.dirname(cache)));
  for (const [at, key] of [...keys.entries()].reverse()) {
    const file = fileOf(cache, key);
    if (!kept.has(path.basename(file))) continue;
    const directory = readWarmStart(file);
    try {
      if (directory) {
        const begun = await begin(directory);
        markUsed(file);
        return { begun, after: at + 1 };
      }
    } catch {
      // An earlier one may do, and this one is reached anew.
    }
    rmSync(file, { force: true });
  }
  return null;
}

/**
 * Keeps a data directory, and as many others as there is room for.
 * @param instead the key of a state that needs no longer be kept
 */
export function keepState(
  cache: string,
  key: string,
  directory: Uint8Array,
  instead: string | null = null,
): void {
  if (directory.length > KEPT.bytes) return;
  writeWarmStart(fileOf(cache, key), directory);
  try {
    if (instead !== null && existsSync(fileOf(cache, key))) rmSync(fileOf(cache, instead), { force: true });
    makeRoom(path.dirname(cache));
  } catch {
    // Another run is at it; what is too much is taken away the next time.
  }
}

function makeRoom(folder: string): void {
  const names = namesIn(folder);
  const kept = names
    .filter((name) => name.startsWith(PREFIX) && name.endsWith('.tar'))
    .map((name) => ({ name, ...statusOf(path.join(folder, name)) }))
    .sort((a, b) => b.used - a.used);
  let bytes = 0;
  for (const [at, { name, size }] of kept.entries()) {
    bytes += size;
    if (at >= KEPT.states || bytes > KEPT.bytes) rmSync(path.join(folder, name), { force: true });
  }
  // What a process was about to keep when it was ended.
  for (const name of names) {
    const [, pid] = DRAFT.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(path.join(folder, name), { force: true });
  }
}

function statusOf(file: string): { used: number; size: number } {
  const { mtimeMs, size } = statSync(file);
  return { used: mtimeMs, size };
}

/** Not when it was read: many file systems do not note that. */
function markUsed(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Another run has taken it away meanwhile.
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
