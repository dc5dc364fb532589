/** In characters. */
const LONG = 100_000;
const KEPT = 4;

/**
 * The same function, which remembers what came of the last long texts: a migration of many thousand rows is looked at by
 * all that looks at migrations, and each time it takes a good part of a second.
 * @param work pure; what it gives is not to be changed by who asks
 */
export function forLongTexts<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length < LONG) return work(text);
    const result = known.has(text) ? known.get(text)! : work(text);
    known.delete(text);
    known.set(text, result);
    const [oldest] = known.keys();
    if (known.size > KEPT) known.delete(oldest!);
    return result;
  };
}
