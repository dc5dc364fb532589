import { isMap, type Json } from '../state/json';

/**
 * The same state with the keys in the order in which drizzle-kit would write them: those of theirs stay where they are, and
 * what is new stands behind what it follows in mine.
 */
export function inKeyOrder(state: Json, onto: Json, mine: Json): Json {
  const keys = orderOf(Object.keys(state), Object.keys(onto), Object.keys(mine));
  const ordered: Json = {};
  for (const key of keys) {
    const [value, there, own] = [state[key], onto[key], mine[key]];
    // What is not changed is in its order, and that is nearly all.
    ordered[key] =
      isMap(value) && value !== there
        ? inKeyOrder(value, isMap(there) ? there : {}, isMap(own) ? own : {})
        : value;
  }
  return ordered;
}

function orderOf(keys: readonly string[], onto: readonly string[], mine: readonly string[]): string[] {
  const isThere = new Set(keys);
  const order = onto.filter((key) => isThere.has(key));
  const placed = new Set(order);
  for (const [at, key] of mine.entries()) {
    if (!isThere.has(key) || placed.has(key)) continue;
    const previous = mine.slice(0, at).findLast((one) => placed.has(one));
    order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, key);
    placed.add(key);
  }
  return [...order, ...keys.filter((key) => !placed.has(key))];
}
