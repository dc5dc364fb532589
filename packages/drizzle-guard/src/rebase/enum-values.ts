/**
 * The values of an enum after what mine has added, put where its `ADD VALUE x [BEFORE y]` puts them: before the next value
 * that mine had already, else at the end.
 *
 * @param before as mine had them
 * @param after as mine has them
 * @param onto as theirs has them
 * @returns null where a side has taken one out, or put them in another order
 */
export function enumValues(
  before: readonly string[],
  after: readonly string[],
  onto: readonly string[],
): string[] | null {
  if (!holdsInOrder(after, before) || !holdsInOrder(onto, before)) return null;
  const values = [...onto];
  for (const [at, value] of after.entries()) {
    if (values.includes(value)) continue;
    const next = after.slice(at + 1).find((one) => before.includes(one));
    values.splice(next === undefined ? values.length : values.indexOf(next), 0, value);
  }
  return values;
}

function holdsInOrder(all: readonly string[], some: readonly string[]): boolean {
  let from = 0;
  return some.every((value) => {
    const at = all.indexOf(value, from);
    from = at + 1;
    return at !== -1;
  });
}
