import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt, Ended, Look } from '../../engines/shadow/attempt';
import { openShadow, TIME_LIMIT } from '../../engines/shadow/open-shadow';
import { ShadowEnded, type Shadow } from '../../engines/shadow/shadow';
import { speaksOfSettings } from '../../engines/shadow/speaks-of-settings';
import { tablesIn, type FilledDialect } from '../../rehearsal/tables-in';
import { sqlOf, type ReadMigration } from '../../replay/replay-history';
import { keyOf, type Arena } from '../arena';
import { holdMoments } from '../moments';
import { reachFork, type Way } from './reach-fork';
import { patientRows, rowsAround } from './rows-around';

const KINDS: Readonly<Record<string, FilledDialect>> = {
  ...{ postgresql: 'postgresql', mysql: 'mysql', singlestore: 'mysql', sqlite: 'sqlite', turso: 'sqlite' },
};

export interface Grounds extends Way {
  /** What is going to be run there. */
  sides: readonly ReadMigration[];
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
        // The same in every order, whatever is left out of it: what is not looked at on one side would be a difference.
        const look = { settings: sqlOf(sides).some(speaksOfSettings) };
        const empty = { run: runnerOn(shadow, [], look, grounds), pass, empty: null };
        return rows.length === 0 ? empty : { run: runnerOn(shadow, rows, look, grounds), pass, empty };
      },
      close: () => shadow.close(),
    };
  } catch (thrown) {
    await shadow.close();
    throw thrown;
  }
}

async function openAtFork(grounds: Grounds): Promise<Shadow> {
  const { ground, before, sides, limit } = grounds;
  const history = before.map(({ statements }) => statements.map(({ sql }) => sql));
  const shadow = await openShadow(ground, sqlOf([...before, ...sides]), { limit, history });
  try {
    // One that outlasts what is asked of it has to get there all the same.
    const timer = setTimeout(() => void shadow.close(), TIME_LIMIT);
    await reachFork(shadow, grounds).finally(() => clearTimeout(timer));
    return shadow;
  } catch (thrown) {
    await shadow.close();
    throw thrown;
  }
}

function runnerOn(shadow: Shadow, rows: readonly string[], look: Look, grounds: Grounds): Arena['run'] {
  return async (migrations, skipped, withRows) => {
    const kept = migrations.map((read) => ({
      ...read,
      statements: read.statements
        .map((statement, position) => ({ ...statement, position }))
        .filter(({ position }) => !skipped.has(keyOf(read, position))),
    }));
    const all = [rows, ...kept.map(({ statements }) => statements.map(({ sql }) => sql))];
    const seen = withRows ? look : null;
    const attempt = (await shadow.attempt(all, seen)) ?? (await runOnCopy(shadow, all, seen, grounds));
    if (attempt.failure === null) return attempt;
    const { migration, position } = attempt.failure;
    // A trigger, or a constraint that is checked at the end, may refuse what no statement of ours could leave out.
    if (migration === 0 && rows.length > 0)
      return runnerOn(shadow, [], look, grounds)(migrations, skipped, withRows);
    if (migration === 0) throw new ShadowEnded(attempt.failure.message);
    const own = kept[migration - 1]?.statements[position]?.position ?? position;
    return { ...attempt, failure: { ...attempt.failure, migration: migration - 1, position: own } };
  };
}

/** In milliseconds. */
const MORE_THAN_A_SECOND = 1050;

async function pass(ended: readonly Ended[]): Promise<void> {
  if (ended.some((one) => holdMoments(one, Date.now()))) await sleep(MORE_THAN_A_SECOND);
}

/** What commits cannot be taken back: it is run on a database of its own. */
async function runOnCopy(
  shadow: Shadow,
  all: readonly (readonly string[])[],
  look: Look | null,
  grounds: Grounds,
): Promise<Attempt> {
  const isOwn = shadow.server === null;
  const copy = isOwn ? await openAtFork(grounds) : shadow;
  try {
    if (!isOwn) {
      await copy.clear();
      await reachFork(copy, grounds);
    }
    for (const [migration, statements] of all.entries()) {
      const { failure } = await copy.apply(statements);
      if (failure) return { failure: { ...failure, migration }, catalog: [], rows: [] };
    }
    return { failure: null, ...(look ? await copy.look(look) : { catalog: [], rows: [] }) };
  } finally {
    if (isOwn) await copy.close();
  }
}
