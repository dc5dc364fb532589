export type Json = Record<string, unknown>;

export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of either, each once; of what is no map there are none. */
export function keysOf(one: unknown, other: unknown): string[] {
  const keys = isMap(one) ? Object.keys(one) : [];
  if (!isMap(other)) return keys;
  for (const key of Object.keys(other)) if (!isMap(one) || !Object.hasOwn(one, key)) keys.push(key);
  return keys;
}
