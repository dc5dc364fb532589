import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { writeCache } from '../../files/write-whole';

const HASH_BYTES = 32;

/** A kept data directory, or null where there is none that is whole. */
export function readWarmStart(file: string): DataDirectory | null {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const hash = Buffer.alloc(HASH_BYTES);
      const content = new Uint8Array(Math.max(0, fstatSync(descriptor).size - HASH_BYTES));
      const isRead = [hash, content].every((part) => readSync(descriptor, part) === part.length);
      return isRead && hashOf(content).equals(hash) ? new DataDirectory(content) : null;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

export function writeWarmStart(file: string, content: Uint8Array): void {
  writeCache(file, () => [hashOf(content), content]);
}

/** PGlite asks a Blob for all of its bytes: one of Node copies them as it is made, and once more as it is asked. */
class DataDirectory extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;

  /** @param bytes all of their buffer, and not to be changed any more */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super([]);
    this.#bytes = bytes;
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.buffer);
  }
}

function hashOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
