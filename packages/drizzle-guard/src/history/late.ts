import type { Layout, Migration } from './history';

/** The newest of some migrations; of equal ones the first. Undefined where there are none. */
export function newestOf(migrations: readonly Migration[]): Migration | undefined {
  return migrations.reduce<Migration | undefined>(
    (newest, migration) => (newest && newest.timestamp >= migration.timestamp ? newest : migration),
    undefined,
  );
}

/**
 * Whether a migration that has not landed comes too late beside the newest one that has: drizzle-orm 0.x skips what is not
 * newer than the newest it has applied, 1.0 applies it out of order.
 */
export function isLateBeside({ timestamp }: Migration, newest: Migration): boolean {
  return timestamp <= newest.timestamp;
}

/**
 * The same of a migration that a database has not applied. In the folders layout those of one second are in the order of
 * their names, so that an equal time is not out of order; and a row of drizzle-orm 0.x has a time that is more exact.
 *
 * @param highWaterMark the greatest timestamp in the ledger, in milliseconds
 */
export function isLateInLedger(timestamp: number, highWaterMark: number, layout: Layout): boolean {
  return layout === 'journal' ? timestamp <= highWaterMark : timestamp < wholeSeconds(highWaterMark);
}

/** As `drizzle-kit up` names folders and drizzle-orm 1.0 compares (`upgradeIfNeeded`). */
export function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
