import type { Connection } from '../engines/connection';
import { liveCatalog } from '../engines/live-catalog';
import { isSameDatabase } from '../engines/same-database';
import { GuardError } from '../errors/guard-error';
import {
  comparedByName,
  differencesIn,
  scopeOf,
  type Held,
  type LiveDifference,
} from '../replay/live-differences';
import { isOfDatabase, rootOf, within, NO_FILTERS, type LeftOut, type Scope } from '../replay/scope';
import { madeBy } from '../sql/made-by';
import { ledgersBeside, type LedgersBeside } from './ledgers-beside';
import type { LiveDatabase } from './look-at';
import { neverSteady, oneDatabase, whyNotComparable } from './not-comparable';
import { shadowAt } from './shadow-at';
import { collationOf } from './verify-run';
import { whileSteady } from './while-steady';

/** A database beside something else. */
export interface Comparison {
  /** How many things were compared, of what should be there. */
  compared: number;
  differences: LiveDifference[];
  /** What was compared by its name alone, because two versions print it in two ways: "view public.named". */
  byName: string[];
  /** What is none of the migrations'. */
  leftOut: LeftOut;
}

/** A database that is open, and its ledger as it was seen last. */
export interface OpenDatabase {
  live: LiveDatabase;
  connection: Connection;
}

/**
 * Compares what a database holds with what the migrations that its ledger names give on a shadow. Writes nothing.
 * @returns with the ledger to which the comparison belongs
 * @throws GuardError where the ledger does not tell what should be there; where there is no shadow, or it cannot run the
 *   migrations, or describes the same tables in another way
 */
export async function besideItsMigrations(
  opened: OpenDatabase,
): Promise<{ comparison: Comparison; live: LiveDatabase }> {
  const { live, held } = await heldBy(opened);
  const { own } = within(held.entries, scopeBySql(live, [held]));
  const holds = own.filter((entry) => !isOfDatabase(entry)).map(rootOf);
  const why = whyNotComparable(live, [...new Set(holds)]);
  if (why) throw why;
  const collation = await collationOf(opened.connection, live.settings.dialect);
  const shadow = await shadowAt(live, [], { collation, home: held.home });
  try {
    const given: Held = { entries: await shadow.catalog(), major: shadow.major, server: shadow.server };
    requireOneKind(held, given, 'the shadow');
    const scope = scopeOf(given, new Set(), live.settings.filters);
    return { comparison: compareWithin(scope, held, given, live), live };
  } finally {
    await shadow.close();
  }
}

/**
 * Compares two databases; of each pair `here` is the first. What no migration of the folder makes anything in is left out.
 * @throws GuardError where they are one, or describe the same tables in different ways
 */
export async function besideAnother(
  one: OpenDatabase,
  other: OpenDatabase,
): Promise<{ comparison: Comparison; ledgers: LedgersBeside }> {
  await requireTwo(one, other);
  const [mine, theirs] = [await heldBy(one), await heldBy(other)];
  requireOneKind(mine.held, theirs.held, 'the other one');
  const scope = scopeBySql(mine.live, [mine.held, theirs.held]);
  const ledgers = ledgersBeside(mine.live, theirs.live);
  const comparison = compareWithin(scope, mine.held, theirs.held, mine.live);
  return {
    comparison: { ...comparison, differences: [...comparison.differences, ...ledgers.otherwise] },
    ledgers,
  };
}

async function requireTwo(one: OpenDatabase, other: OpenDatabase): Promise<void> {
  const [here, there] = [one, other].map(({ live: { target }, connection }) => ({ target, connection }));
  if (await isSameDatabase(here!, there!)) throw oneDatabase(one.live, other.live);
}

/** What a database holds, and the ledger at that time. @throws GuardError while migrations are applied to it */
async function heldBy({ live, connection }: OpenDatabase): Promise<{ live: LiveDatabase; held: Held }> {
  const { settings, database, policy } = live;
  const steady = await whileSteady(
    live,
    () => liveCatalog(connection, settings.dialect, settings.ledger),
    () => live.look(connection),
    ({ match, unfinished }) =>
      JSON.stringify([match.migrations.map(({ row }) => row), match.strangers, unfinished]),
  );
  if (steady === null) throw neverSteady(policy.environment, database);
  return { live: steady.ledger, held: steady.held };
}

/** What is the migrations' of the folder, applied or not, as far as their text tells. */
function scopeBySql({ migrations, settings }: LiveDatabase, databases: readonly Held[]): Scope {
  const { dialect, filters = NO_FILTERS } = settings;
  const { schemas, created, tables } = madeBy(
    migrations.flatMap(({ statements }) => statements),
    dialect,
  );
  if (dialect !== 'postgresql')
    return { schemas: null, objects: new Set(tables.map(({ name }) => `table ${name}`)), filters };
  const homes = databases.flatMap(({ home }) => home ?? []);
  const at = (schema: string | null) => (schema === null ? homes : [schema]);
  return {
    schemas: new Set(['public', ...[...schemas].flatMap(at)]),
    objects: new Set([
      ...[...created.schemas].map((name) => `schema ${name}`),
      ...[...created.extensions].map((name) => `extension ${name}`),
      ...tables.flatMap(({ schema, name }) => at(schema).map((place) => `table ${place}.${name}`)),
    ]),
    filters,
  };
}

function compareWithin(scope: Scope, one: Held, other: Held, { settings }: LiveDatabase): Comparison {
  const [here, there] = [within(one.entries, scope), within(other.entries, scope)];
  const [mine, theirs] = [
    { ...one, entries: here.own },
    { ...other, entries: there.own },
  ];
  const both = (key: keyof LeftOut) =>
    [...new Set([...here.leftOut[key], ...there.leftOut[key]])]
      .filter((name) => key !== 'schemas' || !(scope.schemas?.has(name) || name === settings.ledger.schema))
      .sort();
  return {
    compared: theirs.entries.length,
    differences: differencesIn(mine, theirs),
    byName: comparedByName(mine, theirs),
    leftOut: { schemas: both('schemas'), filtered: both('filtered'), extensions: both('extensions') },
  };
}

function requireOneKind(one: Held, other: Held, called: string): void {
  const [here, there] = [one, other].map(
    ({ server, major }) => server ?? (major === null ? 'SQLite' : 'Postgres'),
  );
  if (here === there) return;
  throw new GuardError(
    'replay-impossible',
    `the database is ${here}, and ${called} ${there}, which describe the same tables in two ways; nothing was compared`,
    'compare servers of one release; "shadow" in drizzle-guard.json names that of the shadow',
  );
}
