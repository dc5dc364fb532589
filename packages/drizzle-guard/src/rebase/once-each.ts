import type { Json } from '../state/json';

/**
 * The same function, that works out once what it gives for a snapshot, as long as that is held: what one step leads to is what
 * the next is carried onto. Nothing here changes a snapshot in place.
 */
export function onceEach<T>(work: (snapshot: Json) => T): (snapshot: Json) => T {
  const known = new WeakMap<Json, T>();
  return (snapshot) => {
    if (!known.has(snapshot)) known.set(snapshot, work(snapshot));
    return known.get(snapshot)!;
  };
}
