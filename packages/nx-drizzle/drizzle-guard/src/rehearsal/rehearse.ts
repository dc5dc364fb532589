import type { LockedTable, StatementLocks } from '../engines/shadow/locks';
import { strongest } from '../engines/shadow/locks';
import type { Shadow, ShadowFailure } from '../engines/shadow/shadow';
import { wordsOf } from '../errors/words-of';
import { piecesOf } from '../sql/pieces';
import { fill, type Filled } from './fill';
import { CHANGED_SO_FAR, changesSince, sizeOf } from './figures';

/** A migration as it is rehearsed. */
export interface Rehearsed {
  tag: string;
  statements: readonly string[];
  /** Where a statement (counted from 0) begins: its file and the line. */
  placeOf?(position: number): string;
}

/** What a migration did on the shadow. */
export interface RehearsedMigration {
  migration: string;
  milliseconds: number;
  /** The strongest lock on each table that was there before; null where the database does not tell. */
  locks: LockedTable[] | null;
  /** Tables that are written anew, in whole, under the lock. */
  rewrites: string[];
  /** How many rows it inserts, updates and deletes; null where the database does not tell. */
  rows: number | null;
  /** Of the database before and after it, in bytes; null where the database does not tell. */
  size: { before: number; after: number } | null;
  /** Why it fails, and at what; null where it does not. */
  failure: { place: string; message: string } | null;
}

export interface Rehearsal {
  /** How many migrations were there before. */
  before: number;
  filled: Filled;
  /** Up to the first that fails. */
  migrations: RehearsedMigration[];
  /** Those after it. */
  notReached: string[];
  /**
   * Of Postgres: what fails where all of them share one transaction, as drizzle-kit migrate and drizzle-orm's migrator
   * have it; null where nothing does.
   */
  together: { migration: string; message: string } | null;
}

export interface Stage {
  dialect: string;
  /** Opens a shadow on which `before` has been run. */
  open(): Promise<Shadow>;
  before: number;
  /** Names of tables that are to have rows; null for all. */
  withRows: ReadonlySet<string> | null;
}

/**
 * Runs migrations on a throw-away database that stands where the real one does, with rows in its tables. What they lock
 * is measured on another one at the same time, because there every statement has a transaction of its own.
 *
 * @throws GuardError where there is no shadow, or it ends
 */
export async function rehearse(stage: Stage, mine: readonly Rehearsed[]): Promise<Rehearsal> {
  const [run, measured] = await Promise.all([
    on(stage, async (shadow) => {
      const filled = await fill(shadow, stage.dialect, stage.withRows);
      const together = stage.dialect === 'postgresql' ? await inOneTransaction(shadow, mine) : null;
      return { filled, together, migrations: await runEach(shadow, stage.dialect, mine) };
    }),
    on(stage, async (shadow) => {
      if (!shadow.measure) return null;
      await fill(shadow, stage.dialect, stage.withRows);
      return measureEach(shadow.measure, mine);
    }),
  ]);
  const { filled, together } = run;
  const migrations = run.migrations.map(({ rows, ...one }) => ({
    ...one,
    rows: rows ?? together?.rows.get(one.migration) ?? null,
    ...inShort(measured?.get(one.migration)),
  }));
  const failed = migrations.find(({ failure }) => failure !== null);
  const refused = together?.refused ?? null;
  return {
    ...{ before: stage.before, filled, migrations },
    notReached: mine.slice(migrations.length).map(({ tag }) => tag),
    // What fails on its own fails there too.
    together: refused?.migration === failed?.migration ? null : refused,
  };
}

async function on<T>({ open }: Stage, work: (shadow: Shadow) => Promise<T>): Promise<T> {
  const shadow = await open();
  try {
    return await work(shadow);
  } finally {
    await shadow.close();
  }
}

type Ran = Omit<RehearsedMigration, 'locks' | 'rewrites'>;

async function runEach(shadow: Shadow, dialect: string, mine: readonly Rehearsed[]): Promise<Ran[]> {
  const done: Ran[] = [];
  for (const migration of mine) {
    const before = await sizeOf(shadow, dialect);
    const changed = await changesSince(shadow, dialect);
    const start = performance.now();
    const { failure } = await shadow.apply(migration.statements);
    const milliseconds = Math.round(performance.now() - start);
    const after = await sizeOf(shadow, dialect);
    const size = before === null || after === null ? null : { before, after };
    const rows = await changed();
    done.push({
      ...{ migration: migration.tag, milliseconds, rows, size },
      failure: failure && told(migration, failure),
    });
    if (failure) break;
  }
  return done;
}

function told(
  { tag, statements, placeOf }: Rehearsed,
  { position, message }: ShadowFailure,
): { place: string; message: string } {
  const at = Math.min(Math.max(position, 0), statements.length - 1);
  return { place: placeOf && at >= 0 ? placeOf(at) : tag, message };
}

async function measureEach(
  measure: NonNullable<Shadow['measure']>,
  mine: readonly Rehearsed[],
): Promise<Map<string, StatementLocks[]>> {
  const locks = new Map<string, StatementLocks[]>();
  for (const { tag, statements } of mine) {
    const measured = await measure(statements);
    if (measured.failure) break;
    locks.set(tag, measured.locks);
  }
  return locks;
}

function inShort(
  locks: readonly StatementLocks[] | undefined,
): Pick<RehearsedMigration, 'locks' | 'rewrites'> {
  if (!locks) return { locks: null, rewrites: [] };
  return {
    locks: strongest(locks.flatMap(({ tables }) => tables ?? [])),
    rewrites: [...new Set(locks.flatMap(({ rewrites }) => rewrites))].sort(),
  };
}

interface Together {
  refused: Rehearsal['together'];
  /** By the migration's tag. */
  rows: Map<string, number>;
}

/** Everything is taken back. */
async function inOneTransaction(shadow: Shadow, mine: readonly Rehearsed[]): Promise<Together> {
  const rows = new Map<string, number>();
  const changed = async () => Number((await shadow.query(CHANGED_SO_FAR))[0]?.['rows'] ?? 0);
  await shadow.query('BEGIN');
  try {
    let before = await changed();
    for (const { tag, statements } of mine) {
      for (const { sql } of piecesOf(statements))
        try {
          await shadow.query(sql);
        } catch (thrown) {
          return { refused: { migration: tag, message: wordsOf(thrown) }, rows };
        }
      const now = await changed();
      rows.set(tag, now - before);
      before = now;
    }
    return { refused: null, rows };
  } finally {
    await shadow.query('ROLLBACK');
  }
}
