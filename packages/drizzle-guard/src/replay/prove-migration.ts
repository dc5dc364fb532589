import type { CatalogEntry, Shadow } from '../database/shadow/shadow';
import { ShadowEnded } from '../database/shadow/shadow';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { differencesBetween } from './differences';
import { replayOn, type ReadMigration } from './replay-history';
import { catalogOf } from './said-catalog';

/** A migration and the two states between which it stands, as drizzle-kit makes them out of nothing. */
export interface Stage {
  before: readonly string[];
  own: ReadMigration;
  after: readonly string[];
  /** The migrations before it. */
  earlier: readonly ReadMigration[];
}

/** What running it showed; or why that shows nothing, in words. */
export type Shown = { differences: string[] } | { unproved: string };

/**
 * Runs one migration on a shadow at the state before it, and compares what is there then with what its own snapshot
 * gives. A migration may mend what the snapshots before it say wrongly, or need what none of them can say (a function,
 * an extension): where it cannot be run there, the migrations before it are run in their place.
 * @throws ShadowEnded
 */
export async function proveMigration(shadow: Shadow, stage: Stage): Promise<Shown> {
  const shown = await onStateBefore(shadow, stage);
  if ('differences' in shown) return shown;
  return (await onMigrationsBefore(shadow, stage)) ?? shown;
}

async function onStateBefore(shadow: Shadow, { before, own, after }: Stage): Promise<Shown> {
  try {
    await catalogOf(shadow, before);
    const refused = await refusalOf(shadow, own);
    if (refused !== null) return { unproved: refused };
    const given = await shadow.catalog();
    return { differences: differencesIn(given, await catalogOf(shadow, after)) };
  } catch (thrown) {
    return { unproved: refusedWords(thrown) };
  }
}

/** Null where those cannot be run. What was wrong before the migration is not its doing. */
async function onMigrationsBefore(
  shadow: Shadow,
  { before, own, after, earlier }: Stage,
): Promise<Shown | null> {
  try {
    await shadow.clear();
    const { failed } = await replayOn(shadow, earlier);
    if (failed?.ended) throw new ShadowEnded(failed.statement.message);
    if (failed) return null;
    const found = await shadow.catalog();
    const refused = await refusalOf(shadow, own);
    if (refused !== null) return { unproved: refused };
    const given = await shadow.catalog();
    const older = new Set(differencesIn(found, await catalogOf(shadow, before)));
    const differences = differencesIn(given, await catalogOf(shadow, after));
    return { differences: differences.filter((words) => !older.has(words)) };
  } catch (thrown) {
    return { unproved: refusedWords(thrown) };
  }
}

async function refusalOf(shadow: Shadow, { migration, statements }: ReadMigration): Promise<string | null> {
  const { failure } = await shadow.apply(statements.map(({ sql }) => sql));
  if (failure === null) return null;
  return `it cannot be run on a shadow: ${failure.message} (${migration.sqlFile}:${statements[failure.position]!.line})`;
}

function refusedWords(thrown: unknown): string {
  if (thrown instanceof ShadowEnded || !(thrown instanceof GuardError)) throw thrown;
  return wordsOf(thrown);
}

const VIEW = /^(?:materialized )?view /;

/** A view that no snapshot has may be one of those that a schema declares as there already (`.existing()`). */
function differencesIn(given: readonly CatalogEntry[], said: readonly CatalogEntry[]): string[] {
  const known = new Set(said.map(({ object }) => object));
  const compared = given.filter(({ object }) => !VIEW.test(object) || known.has(object));
  return differencesBetween(compared, said).map(({ words }) => words);
}
