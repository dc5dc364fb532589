import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** What a compressed file holds. What fails is thrown where it is read. */
export function unpacked(file: string): AsyncIterable<Buffer> {
  const bytes = createGunzip();
  pipeline(createReadStream(file), bytes).catch(() => undefined);
  return bytes as AsyncIterable<Buffer>;
}
