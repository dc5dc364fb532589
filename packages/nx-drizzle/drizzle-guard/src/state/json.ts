export type Json = Record<string, unknown>;

export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of either, each once; of what is no map there are none. */
export function keysOf(one: unknown, other: unknown): string[] {
  return [...new Set([one, other].flatMap((value) => (isMap(value) ? Object.keys(value) : [])))];
}
