const UNIT = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Of a time in words, "500ms", "20s", "2m" or "1h". */
export function millisecondsOf(time: string): number {
  const [, number, unit] = DURATION.exec(time)!;
  return Number(number) * UNIT[unit as keyof typeof UNIT];
}

/** What such a time looks like. */
export const DURATION = /^(\d+)(ms|s|m|h)$/;
