/** The values that share a key with another, in groups of two or more, in order of first appearance. */
export function groupsOf<T, K>(values: readonly T[], keyOf: (value: T) => K): T[][] {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
