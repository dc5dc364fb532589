import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeCache } from '../../files/write-whole';

const HASH_BYTES = 32;

/** A kept data directory, or null where there is none that is whole. */
export function readWarmStart(file: string): Uint8Array | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return null;
  }
  const content = bytes.subarray(HASH_BYTES);
  return hashOf(content).equals(bytes.subarray(0, HASH_BYTES)) ? content : null;
}

export function writeWarmStart(file: string, content: Uint8Array): void {
  writeCache(file, () => Buffer.concat([hashOf(content), content]));
}

function hashOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
