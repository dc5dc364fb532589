import { ShadowEnded, type CatalogEntry, type Shadow } from '../engines/shadow/shadow';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { commandsOf } from '../sql/commands';
import { goneAfter, goneIn } from '../sql/gone';
import { BREAKPOINT } from '../sql/statements';
import { differencesBetween, type Difference } from './differences';
import { replayOn, type ReadMigration } from './replay-history';
import { catalogOf } from './said-catalog';

/** A migration and the two states between which it stands, as drizzle-kit makes them out of nothing. */
export interface Stage {
  before: readonly string[];
  own: ReadMigration;
  after: readonly string[];
  /** The migrations before it. */
  earlier: readonly ReadMigration[];
  /** The migrations after it. */
  later: readonly ReadMigration[];
  /** What the newest snapshot gives; null where that is not known, or its own is the newest. */
  end: readonly string[] | null;
}

/** What running it showed, in words; or why that shows nothing. */
export type Shown = { differences: string[] } | Unproved;

interface Unproved {
  unproved: string;
  /** Whether it was refused for what would be refused everywhere after the same migrations. */
  runsNowhere?: boolean;
}

/**
 * Runs one migration on a shadow at the state before it, and compares what is there then with what its own snapshot
 * gives. A migration may mend what the snapshots before it say wrongly, or need what none of them can say (a function,
 * an extension): where it cannot be run there, the migrations before it are run in their place. And what those after it
 * bring about is not missing: people cut one change into several migrations.
 * @throws ShadowEnded
 */
export async function proveMigration(shadow: Shadow, stage: Stage): Promise<Shown> {
  const onState = await runFrom(shadow, stage, async () => {
    await catalogOf(shadow, stage.before);
    return true;
  });
  if ('differences' in onState!) return onState;
  const onMigrations = await runFrom(shadow, stage, async () => {
    await shadow.clear();
    const { failed } = await replayOn(shadow, stage.earlier);
    if (failed?.ended) throw new ShadowEnded(failed.statement.message);
    return failed === null;
  });
  if (onMigrations === null) return onState!;
  // Where all before it have run, so would they elsewhere.
  return 'unproved' in onMigrations && onMigrations.runsNowhere
    ? { differences: [onMigrations.unproved] }
    : onMigrations;
}

/** @param reach makes what is there before it; false where that cannot be, and then the answer is null */
async function runFrom(shadow: Shadow, stage: Stage, reach: () => Promise<boolean>): Promise<Shown | null> {
  const { before, after } = stage;
  try {
    if (!(await reach())) return null;
    const found = await shadow.catalog();
    const refused = await refusalOf(shadow, stage);
    if (refused !== null) return refused;
    const given = await shadow.catalog();
    const differences = differencesIn(given, await catalogOf(shadow, after));
    if (differences.length === 0) return { differences: [] };
    // What was wrong before it is not its doing.
    const older = new Set(differencesIn(found, await catalogOf(shadow, before)).map(({ words }) => words));
    const fresh = differences.filter(({ words }) => !older.has(words));
    const isMended = fresh.length > 0 && (await endsRight(shadow, stage, reach));
    return { differences: isMended ? [] : fresh.map(({ words }) => words) };
  } catch (thrown) {
    if (thrown instanceof ShadowEnded || !(thrown instanceof GuardError)) throw thrown;
    return { unproved: wordsOf(thrown) };
  }
}

/**
 * Whether all is as the newest snapshot says when the migrations after it have run too. By all or nothing: what one of
 * them renames has another name then.
 */
async function endsRight(
  shadow: Shadow,
  { own, later, end }: Stage,
  reach: () => Promise<boolean>,
): Promise<boolean> {
  if (later.length === 0 || end === null || !(await reach())) return false;
  if ((await replayOn(shadow, [own, ...later])).failed) return false;
  const given = await shadow.catalog();
  return differencesIn(given, await catalogOf(shadow, end)).length === 0;
}

/** Why a migration cannot be run; null where it was. */
async function refusalOf(
  shadow: Shadow,
  { own: { migration, statements }, earlier }: Stage,
): Promise<Unproved | null> {
  const { failure } = await shadow.apply(statements.map(({ sql }) => sql));
  if (failure === null) return null;
  const { line, sql } = statements[failure.position]!;
  const { message, runsNowhere, alreadyExists } = failure;
  return {
    unproved: `it cannot be run on a shadow: ${message} (${migration.sqlFile}:${line})`,
    // What the migrations before it have made is there wherever they have run.
    runsNowhere: runsNowhere || alreadyExists || speaksOfGone(sql, earlier),
  };
}

/** A table that is not there may have been made by something else; one that was dropped was not. */
function speaksOfGone(sql: string, earlier: readonly ReadMigration[]): boolean {
  const gone = goneAfter(
    earlier.map(({ migration, statements }) => ({
      tag: migration.tag,
      sql: statements.map((one) => one.sql).join(`\n${BREAKPOINT}\n`),
    })),
  );
  return commandsOf(sql).some((command) => goneIn(command, gone) !== undefined);
}

const VIEW = /^(?:materialized )?view /;

/** A view that no snapshot has may be one of those that a schema declares as there already (`.existing()`). */
function differencesIn(given: readonly CatalogEntry[], said: readonly CatalogEntry[]): Difference[] {
  const known = new Set(said.map(({ object }) => object));
  return differencesBetween(
    given.filter(({ object }) => !VIEW.test(object) || known.has(object)),
    said,
  );
}
