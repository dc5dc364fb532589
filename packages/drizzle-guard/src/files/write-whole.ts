import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/**
 * Writes a file whole or not at all, also where the machine stops meanwhile: beside its place first, and then moved
 * there. Its folder is made where it is not; a link stays one, and what it leads to is written.
 *
 * @param file absolute
 * @param mode its permissions; those of the file that is there, else what the system gives a new one
 * @throws what the file system says; no draft is left behind then
 */
export function writeWhole(file: string, bytes: string | Uint8Array, mode = modeOf(file)): void {
  write(file, bytes, { mode, lasting: true });
}

/** The same for what can be made again: where it cannot be written, the next run is as slow as this one. */
export function writeCache(file: string, make: () => string | Uint8Array | readonly Uint8Array[]): void {
  try {
    write(file, make(), { mode: null, lasting: false });
  } catch {
    return;
  }
}

/** The permissions of a file; null where there is none. */
export function modeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mode ?? null;
}

/** What a process that was killed may have left beside a file. */
export function draftOf(file: string, pid: number): string {
  return draftAt(placeOf(file), pid);
}

/** Where a file really lies. */
function placeOf(file: string): string {
  return statSync(file, { throwIfNoEntry: false }) ? realpathSync(file) : file;
}

function draftAt(place: string, pid: number): string {
  return `${place}.${pid}.tmp`;
}

function write(
  file: string,
  bytes: string | Uint8Array | readonly Uint8Array[],
  { mode, lasting }: { mode: number | null; lasting: boolean },
): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const place = placeOf(file);
  const draft = draftAt(place, process.pid);
  try {
    const descriptor = openSync(draft, 'w');
    try {
      // One after another: to put large ones together takes as long as to write them.
      for (const part of Array.isArray(bytes) ? (bytes as readonly Uint8Array[]) : [bytes as string])
        writeFileSync(descriptor, part);
      if (mode !== null) fchmodSync(descriptor, mode & 0o7777);
      if (lasting) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, place);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}
