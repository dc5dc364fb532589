import type { Connection } from '../engines/connection';
import { liveCatalog } from '../engines/live-catalog';
import { whyNoShadow } from '../engines/shadow/ground';
import { wordsOf } from '../errors/words-of';
import { liveDifferences, newSince, type Held } from '../replay/live-differences';
import { schemasOf, type Filters } from '../replay/scope';
import { millisecondsOf } from '../text/duration';
import { followingShadow } from './following-shadow';
import type { LiveDatabase } from './live-database';
import type { ReadMigration } from './read-migrations';
import { appliedOf } from './shadow-at';
import { unlessStopped } from './unless-stopped';

/** What comparing a database with what its migrations give has shown. */
export interface Verified {
  /** What differs since this run, in words. */
  fresh: string[];
  /** What differed before it: "column public.users.nick". */
  older: string[];
  /** Why that is not known, in words; null where it is. */
  notVerified: string | null;
}

/** Follows a run, so that it can be said afterwards whether it has made what its migrations say. */
export interface Verification {
  /** To be told of each migration as it is applied. */
  applied(migration: ReadMigration): void;
  /** Compares. @param shouldStop asked time and again while it is waited for */
  finish(shouldStop: () => boolean): Promise<Verified>;
  /** To be called at the end in any case. */
  close(): Promise<void>;
}

/**
 * Begins before the first migration is applied: what the database holds is read, and a shadow is brought to the same
 * history. Where there is nothing yet, nothing can be in the way of a migration, and no shadow is needed.
 * @param pending what will be applied
 */
export async function startVerification(
  live: LiveDatabase,
  connection: Connection,
  pending: readonly ReadMigration[],
): Promise<Verification> {
  const { dialect, ledger } = live.settings;
  const read = () => liveCatalog(connection, dialect, ledger);
  const missing = whyNoShadow(live.ground);
  if (missing !== null) return ending(notVerified(missing));
  let before: Held;
  try {
    before = await read();
  } catch (thrown) {
    return ending(unread(thrown));
  }
  // Schemas and extensions may be the server's, and stand in nobody's way.
  if (appliedOf(live).length === 0 && schemasOf(before.entries).size === 0) return ending(NOTHING);
  const collation = await collationOf(connection, dialect);
  const shadow = followingShadow(live, pending, { collation, home: before.home });
  return {
    applied: (migration) => shadow.follow(migration),
    async finish(shouldStop) {
      let after: Held;
      try {
        after = await read();
      } catch (thrown) {
        return unread(thrown);
      }
      const deadline = Date.now() + millisecondsOf(live.proofLimit);
      const reasonToStop = () => {
        if (shouldStop()) return 'it was stopped';
        return Date.now() < deadline
          ? null
          : `the ${live.proofLimit} of "proofLimit" in drizzle-guard.json were over`;
      };
      try {
        return differencesSince(
          { before, after },
          await unlessStopped(shadow.held(), reasonToStop),
          live.settings.filters,
        );
      } catch (thrown) {
        return notVerified(wordsOf(thrown));
      }
    },
    close: () => shadow.close(),
  };
}

/** How a database of MySQL compares text where nothing else is said; null for others. */
export async function collationOf(connection: Connection, dialect: string): Promise<string | null> {
  if (dialect !== 'mysql') return null;
  const [row] = await connection.query('select @@collation_database as collation');
  return String(row?.['collation']);
}

/** What a database held before and after a run, beside what its history gave before and after it. */
export function differencesSince(
  live: { before: Held; after: Held },
  given: { before: Held; now: Held },
  filters?: Filters,
): Verified {
  const [here, there] = [live.after.server ?? null, given.now.server ?? null];
  if (here !== there)
    return notVerified(
      `the database is ${here}, and the shadow ${there}, which describe the same tables in two ways`,
    );
  const schemas = schemasOf([...given.before.entries, ...given.now.entries]);
  const { fresh, older } = newSince(
    liveDifferences(live.before, given.before, schemas, filters),
    liveDifferences(live.after, given.now, schemas, filters),
  );
  return {
    fresh: fresh.map(({ words }) => words),
    older: older.map(({ object }) => object),
    notVerified: null,
  };
}

const NOTHING: Verified = { fresh: [], older: [], notVerified: null };

export function notVerified(why: string): Verified {
  return { ...NOTHING, notVerified: why };
}

export function unread(thrown: unknown): Verified {
  return notVerified(`what the database holds cannot be read: ${wordsOf(thrown)}`);
}

function ending(verified: Verified): Verification {
  return { applied: () => undefined, finish: async () => verified, close: async () => undefined };
}
