import type { Attempt } from '../../engines/shadow/attempt';
import type { FirmGround } from '../../engines/shadow/ground';
import { openShadow, TIME_LIMIT } from '../../engines/shadow/open-shadow';
import { ShadowEnded, type Shadow } from '../../engines/shadow/shadow';
import { hashOf } from '../../text/hash';
import { tablesIn, type FilledDialect } from '../../rehearsal/tables-in';
import { replayFailed, replayOn, sqlOf, type ReadMigration } from '../../replay/replay-history';
import { keyOf, type Arena } from '../arena';
import { patientRows, rowsAround } from './rows-around';

const KINDS: Readonly<Record<string, FilledDialect>> = {
  ...{ postgresql: 'postgresql', mysql: 'mysql', singlestore: 'mysql', sqlite: 'sqlite', turso: 'sqlite' },
};

export interface Grounds {
  ground: FirmGround;
  /** What both sides have run when they go apart. */
  before: readonly ReadMigration[];
  /** What is going to be run there. */
  sides: readonly ReadMigration[];
  /** For all of it, in milliseconds. */
  limit?: number | undefined;
}

/**
 * A database at the state at which branches went apart, on a shadow.
 * @returns also what closes it
 * @throws GuardError what `openShadow` and `replayFailed` give
 */
export async function openArena(grounds: Grounds): Promise<{ arena: Arena; close: () => Promise<void> }> {
  const { arenaOf, close } = await openField(grounds, grounds.limit);
  return { arena: arenaOf(grounds.sides), close };
}

/** The same for many who meet there, each with rows in the tables that they speak of. */
export interface Field {
  arenaOf(sides: readonly ReadMigration[]): Arena;
  close(): Promise<void>;
}

/**
 * @param grounds what all of them are going to run, and the limit of what is run on a database of its own
 * @param lasts how long it lasts, in milliseconds
 * @throws GuardError what `openArena` throws
 */
export async function openField(grounds: Grounds, lasts: number | undefined): Promise<Field> {
  const shadow = await openAtFork({ ...grounds, limit: lasts });
  try {
    const kind = KINDS[grounds.ground.dialect];
    const tables = kind ? await tablesIn((sql) => shadow.query(sql), kind) : [];
    return {
      arenaOf(sides) {
        const rows = kind ? patientRows(rowsAround(tables, sides, kind), kind) : [];
        const empty = { run: runnerOn(shadow, [], grounds), empty: null };
        return rows.length === 0 ? empty : { run: runnerOn(shadow, rows, grounds), empty };
      },
      close: () => shadow.close(),
    };
  } catch (thrown) {
    await shadow.close();
    throw thrown;
  }
}

/** A history that takes longer to run than its state to be read. */
const LONG = 20;

async function openAtFork({ ground, before, sides, limit }: Grounds): Promise<Shadow> {
  const all = sqlOf([...before, ...sides]);
  // What extensions are loaded hangs on what will be run, too.
  const state = hashOf(JSON.stringify([sqlOf(before), all.filter((sql) => /\bextension\b/i.test(sql))]));
  const shadow = await openShadow(ground, all, { limit, state });
  try {
    if (shadow.isAtState) return shadow;
    // One that outlasts what is asked of it has to get there all the same.
    const timer = setTimeout(() => void shadow.close(), TIME_LIMIT);
    await reachFork(shadow, before, ground).finally(() => clearTimeout(timer));
    if (before.length >= LONG) await shadow.keep?.();
    return shadow;
  } catch (thrown) {
    await shadow.close();
    throw thrown;
  }
}

async function reachFork(
  shadow: Shadow,
  before: readonly ReadMigration[],
  ground: FirmGround,
): Promise<void> {
  const { failed } = await replayOn(shadow, before);
  if (failed?.ended) throw new ShadowEnded(failed.statement.message);
  if (failed) throw replayFailed(failed.statement, ground);
}

function runnerOn(shadow: Shadow, rows: readonly string[], grounds: Grounds): Arena['run'] {
  return async (migrations, skipped, withRows) => {
    const kept = migrations.map((read) => ({
      ...read,
      statements: read.statements
        .map((statement, position) => ({ ...statement, position }))
        .filter(({ position }) => !skipped.has(keyOf(read, position))),
    }));
    const all = [rows, ...kept.map(({ statements }) => statements.map(({ sql }) => sql))];
    const attempt =
      (await shadow.attempt(all, withRows)) ?? (await runOnCopy(shadow, all, withRows, grounds));
    if (attempt.failure === null) return attempt;
    const { migration, position } = attempt.failure;
    // A trigger, or a constraint that is checked at the end, may refuse what no statement of ours could leave out.
    if (migration === 0 && rows.length > 0)
      return runnerOn(shadow, [], grounds)(migrations, skipped, withRows);
    if (migration === 0) throw new ShadowEnded(attempt.failure.message);
    const own = kept[migration - 1]?.statements[position]?.position ?? position;
    return { ...attempt, failure: { ...attempt.failure, migration: migration - 1, position: own } };
  };
}

/** What commits cannot be taken back: it is run on a database of its own. */
async function runOnCopy(
  shadow: Shadow,
  all: readonly (readonly string[])[],
  withRows: boolean,
  grounds: Grounds,
): Promise<Attempt> {
  const isOwn = shadow.server === null;
  const copy = isOwn ? await openAtFork(grounds) : shadow;
  try {
    if (!isOwn) {
      await copy.clear();
      await reachFork(copy, grounds.before, grounds.ground);
    }
    for (const [migration, statements] of all.entries()) {
      const { failure } = await copy.apply(statements);
      if (failure) return { failure: { ...failure, migration }, catalog: [], rows: [] };
    }
    return { failure: null, ...(withRows ? await copy.look(true) : { catalog: [], rows: [] }) };
  } finally {
    if (isOwn) await copy.close();
  }
}
