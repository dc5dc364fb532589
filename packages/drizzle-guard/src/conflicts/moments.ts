import type { Ended } from '../engines/shadow/attempt';

/** Time zones lie apart by as much, or by several of it; in milliseconds. */
const ZONES = 15 * 60_000;

/** For how long what is run before may have taken, in milliseconds. */
const RECENT = 120_000;

/**
 * Whether rows hold a time that is around now and told to the second alone, as MySQL and SQLite tell it: what is made again at
 * once may have the same one, and is no proof that it is the same each time.
 * @param now milliseconds since 1970
 */
export function holdMoments({ rows }: Ended, now: number): boolean {
  const isNow = (milliseconds: number) => {
    const apart = Math.abs(now - milliseconds) % ZONES;
    return Math.min(apart, ZONES - apart) < RECENT && Math.abs(now - milliseconds) < 24 * 3_600_000;
  };
  const isMoment = (value: string | null) => {
    if (value === null) return false;
    const [, day, time] = /^"?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.0+)?Z?"?$/.exec(value) ?? [];
    if (day !== undefined) return isNow(Date.parse(`${day}T${time}Z`));
    return /^\d{10}$/.test(value) && isNow(Number(value) * 1000);
  };
  return rows.some(
    (table) => typeof table.rows !== 'string' && table.rows.some((row) => Object.values(row).some(isMoment)),
  );
}
