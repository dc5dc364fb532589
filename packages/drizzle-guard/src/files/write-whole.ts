import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a file whole or not at all: beside its place first, and then moved there. Its folder is made where it is not.
 * @param file absolute
 * @throws what the file system says; nothing is left behind then
 */
export function writeWhole(file: string, bytes: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, bytes);
    renameSync(draft, file);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}

/** The same for what can be made again: where it cannot be written, the next run is as slow as this one. */
export function writeCache(file: string, make: () => string | Uint8Array): void {
  try {
    writeWhole(file, make());
  } catch {
    return;
  }
}
