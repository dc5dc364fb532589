import { timeOf, type Check } from './check';

/** Clocks of a team differ by minutes; a timestamp further ahead was not made by a clock. */
const TOLERANCE = 10 * 60 * 1000;

export const futureTimestamp: Check = {
  code: 'future-timestamp',
  severity: 'warning',
  explain: `A migration's timestamp lies in the future: it was written by hand or by a script. Every migration generated before that moment is older than it, and drizzle-orm 0.x skips an older one in silence on each database that has run this one.

Way out while it has not landed: delete it and run drizzle-guard generate (keep hand-written SQL). Once landed it stays as it is; until that moment passes, drizzle-guard migrate reports each newer migration as late instead of skipping it.`,
  find: ({ history, now }) =>
    history.migrations
      .filter((migration) => migration.timestamp > now + TOLERANCE)
      .map((migration) => ({
        code: 'future-timestamp',
        migration: migration.tag,
        file: history.journalFile,
        line: migration.line,
        message: `${migration.tag} is stamped ${timeOf(migration.timestamp)}, which is in the future: drizzle-orm skips whatever is generated before then`,
        help: 'if it has not landed, delete it and run `drizzle-guard generate` (keep hand-written SQL)',
      })),
};
