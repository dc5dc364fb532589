/** More than a year, and another time of day: what is rounded to a day or to a month differs too. */
const SHIFT = 401 * 24 * 3_600_000 + 3_723_004;

/** Runs `work` at another time: what its result has of the clock is another then, also within one millisecond. */
export async function atAnotherTime<T>(work: () => Promise<T>): Promise<T> {
  const { Date: RealDate } = globalThis;
  const now = () => RealDate.now() + SHIFT;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values: unknown[], made) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, made) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  try {
    return await work();
  } finally {
    globalThis.Date = RealDate;
  }
}
