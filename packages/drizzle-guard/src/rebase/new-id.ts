import { hashOf } from '../text/hash';

/** An id in the form of a UUID (RFC 9562, version 8), the same for the same migration behind the same ones. */
export function idOf(old: string, parents: readonly string[]): string {
  const hex = hashOf(JSON.stringify(['rebase', old, ...parents]));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
