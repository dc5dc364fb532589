/** Identity and bookkeeping, not state. */
const IGNORED = ['id', 'prevId', 'prevIds', '_meta', 'renames'];

type Json = Record<string, unknown>;

/**
 * Whether two snapshots hold the same state: whatever their ids, the order of their keys, and what old kits left out
 * (empty maps, `isRLSEnabled: false`). Order inside lists counts: it has meaning for enums and keys.
 */
export function isSameState(one: Json, other: Json): boolean {
  return isSameMap(stateOf(one), stateOf(other));
}

/** The same of a part of a state. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, i) => isSameItem(item, other[i]));
  if (isMap(one) && isMap(other)) return isSameMap(one, other);
  return isNothing(one) && isNothing(other);
}

function stateOf(snapshot: Json): Json {
  return Object.fromEntries(Object.entries(snapshot).filter(([key]) => !IGNORED.includes(key)));
}

function isSameMap(one: Json, other: Json): boolean {
  const isLeftOut = (map: Json, key: string) =>
    isNothing(map[key]) || (key === 'isRLSEnabled' && map[key] === false);
  const isSameKey = (key: string) =>
    isSameValue(one[key], other[key]) || (isLeftOut(one, key) && isLeftOut(other, key));
  return (
    Object.keys(one).every(isSameKey) &&
    Object.keys(other).every((key) => Object.hasOwn(one, key) || isLeftOut(other, key))
  );
}

/** A place in a list stays, whatever is in it. */
function isSameItem(one: unknown, other: unknown): boolean {
  return isSameValue(isNothing(one) ? null : one, isNothing(other) ? null : other);
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    (isMap(value) &&
      Object.entries(value).every(
        ([key, item]) => isNothing(item) || (key === 'isRLSEnabled' && item === false),
      ))
  );
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
