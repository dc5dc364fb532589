import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** In characters: what is longer is worth the start of node:crypto, some 2 ms. */
const LONG = 10_000;

/** SHA-1, in hexadecimal. Mostly not by node:crypto, whose start takes longer than a hook may spend on all the rest. */
export function hashOf(text: string): string {
  if (text.length < LONG) return bytesToHex(sha1(Buffer.from(text)));
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash('sha1').update(text).digest('hex');
}
