import type { Connection } from '../engines/connection';
import { liveCatalog } from '../engines/live-catalog';
import { GuardError } from '../errors/guard-error';
import { liveDifferences, schemasOf, type Held, type LiveDifference } from '../replay/live-differences';
import type { LiveDatabase } from './look-at';
import { appliedOf, shadowAt } from './shadow-at';
import { collationOf } from './verify-run';

/** A database beside something else. */
export interface Comparison {
  /** How many things were compared, of what should be there. */
  compared: number;
  differences: LiveDifference[];
}

/**
 * Compares what a database holds with what the migrations that its ledger names give on a shadow. Writes nothing.
 * @throws GuardError where there is no shadow, or it cannot run them, or describes the same tables in another way
 */
export async function besideItsMigrations(live: LiveDatabase, connection: Connection): Promise<Comparison> {
  const held = await heldBy(live, connection);
  const shadow = await shadowAt(live, [], await collationOf(connection, live.settings.dialect));
  try {
    const given = { entries: await shadow.catalog(), major: shadow.major, server: shadow.server };
    requireOneKind(held, given, 'the shadow');
    const schemas = schemasOf(given.entries);
    return { compared: given.entries.length, differences: liveDifferences(held, given, schemas) };
  } finally {
    await shadow.close();
  }
}

/** What a database holds, without the ledger. */
export function heldBy({ settings }: LiveDatabase, connection: Connection): Promise<Held> {
  return liveCatalog(connection, settings.dialect, settings.ledger);
}

/**
 * Compares two databases; of each pair `here` is the first.
 * @throws GuardError where they describe the same tables in different ways
 */
export function besideAnother(one: Held, other: Held): Comparison {
  requireOneKind(one, other, 'the other one');
  const schemas = schemasOf([...one.entries, ...other.entries]);
  return { compared: other.entries.length, differences: liveDifferences(one, other, schemas) };
}

function requireOneKind(one: Held, other: Held, called: string): void {
  const [here, there] = [one.server ?? null, other.server ?? null];
  if (here === there) return;
  throw new GuardError(
    'replay-impossible',
    `the database is ${here}, and ${called} ${there}, which describe the same tables in two ways; nothing was compared`,
    'compare servers of one release; "shadow" in drizzle-guard.json names that of the shadow',
  );
}

/** Migrations that one of two databases has and the other has not, by their tags. */
export function appliedApart(one: LiveDatabase, other: LiveDatabase): { here: string[]; there: string[] } {
  const [mine, theirs] = [one, other].map((live) => appliedOf(live).map(({ tag }) => tag)) as [
    string[],
    string[],
  ];
  return {
    here: mine.filter((tag) => !theirs.includes(tag)),
    there: theirs.filter((tag) => !mine.includes(tag)),
  };
}
