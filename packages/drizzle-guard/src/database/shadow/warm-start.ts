import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

/** Whole or not at all; where it cannot be written the next start is as slow as this one. */
export function keepWarmStart(file: string, content: Uint8Array): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, Buffer.concat([hashOf(content), content]));
    renameSync(draft, file);
  } catch {
    return;
  }
}

function hashOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
