/** Identity and bookkeeping, not state. */
const IGNORED = new Set(['id', 'prevId', 'prevIds', '_meta', 'renames']);

/**
 * A snapshot as a text that is equal for equal states: keys sorted, without ids, without what old kits left out
 * (empty maps, `isRLSEnabled: false`). Order inside lists is kept: it has meaning for enums and keys.
 */
export function canonical(snapshot: Record<string, unknown>): string {
  const state = Object.fromEntries(Object.entries(snapshot).filter(([key]) => !IGNORED.has(key)));
  return JSON.stringify(normalise(state)) ?? '';
}

function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => normalise(item) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, item]) => !(key === 'isRLSEnabled' && item === false))
    .map(([key, item]) => [key, normalise(item)] as const)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
