import { randomBytes } from 'node:crypto';

/** How the name of each scratch database begins. */
export const PREFIX = 'drizzle_guard_shadow_';

/** When it was made, in seconds since 1970 by the server's clock, and what no other has. */
const NAME = /^drizzle_guard_shadow_(\d{10,11})_[\da-f]{12}$/;

/** A scratch database that is being made has no sign of life yet; in seconds. */
const NEWBORN = 60;

/** @param now in seconds since 1970, by the server's clock */
export function scratchName(now: number): string {
  return `${PREFIX}${Math.floor(now)}_${randomBytes(6).toString('hex')}`;
}

/** Of the databases of a server those that a run has made that has ended since, or may have. */
export function leftoversIn(names: readonly string[], now: number): string[] {
  return names.filter((name) => {
    const made = NAME.exec(name)?.[1];
    return made !== undefined && now - Number(made) > NEWBORN;
  });
}
