import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-1, in hexadecimal. Not by node:crypto, whose start takes longer than a hook may spend on all the rest. */
export function hashOf(text: string): string {
  return bytesToHex(sha1(Buffer.from(text)));
}
