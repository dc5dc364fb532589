import type { Attempt } from '../../engines/shadow/attempt';
import { openShadow } from '../../engines/shadow/open-shadow';
import { ShadowEnded, type Shadow } from '../../engines/shadow/shadow';
import { tablesIn, type FilledDialect } from '../../rehearsal/tables-in';
import { sqlOf, type ReadMigration } from '../../replay/replay-history';
import { keyOf, type Arena } from '../arena';
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
  const { ground, sides } = grounds;
  const shadow = await openAtFork(grounds);
  try {
    const kind = KINDS[ground.dialect];
    const rows = kind
      ? patientRows(rowsAround(await tablesIn((sql) => shadow.query(sql), kind), sides, kind), kind)
      : [];
    const empty = { run: runnerOn(shadow, [], grounds), empty: null };
    const arena = rows.length === 0 ? empty : { run: runnerOn(shadow, rows, grounds), empty };
    return { arena, close: () => shadow.close() };
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
    await reachFork(shadow, grounds);
    return shadow;
  } catch (thrown) {
    await shadow.close();
    throw thrown;
  }
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
      await reachFork(copy, grounds);
    }
    for (const [migration, statements] of all.entries()) {
      const { failure } = await copy.apply(statements);
      if (failure) return { failure: { ...failure, migration }, catalog: [], rows: [] };
    }
    return { failure: null, ...(await copy.look(withRows)) };
  } finally {
    if (isOwn) await copy.close();
  }
}
