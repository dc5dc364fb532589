import { setImmediate as nextTurn } from 'node:timers/promises';
import { StepFailure, type Connection } from '../engines/connection';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import type { Correction, LedgerPlace } from '../ledger/ledger';
import { blockedTime } from './blocked-time';
import type { ReadMigration } from './read-migrations';
import { stepFailed, whatStands } from './run-failures';

export interface AppliedMigration {
  migration: string;
  milliseconds: number;
  /** How many of them went by in tries that did not get the lock on a table in time; present where there were some. */
  blocked?: number;
}

export interface MigrateRun {
  migrations: readonly ReadMigration[];
  /** Rows that are corrected with the first migration, because drizzle-orm 1.0 would run theirs again. */
  before: readonly Correction[];
  /** Rows that are corrected with the last one: drizzle-orm 0.x would pass over what is older. */
  after: readonly Correction[];
}

/** What a run did; `failure` ended it, and nothing after it was tried. */
export interface MigrateOutcome {
  applied: AppliedMigration[];
  corrected: readonly Correction[];
  failure: GuardError | null;
}

export interface RunHooks {
  /** Told of each migration as it is done. */
  onApplied?: ((applied: AppliedMigration) => void) | undefined;
  /** Told of each migration as it is taken back. */
  onUndone?: ((undone: AppliedMigration) => void) | undefined;
  /** Asked before each migration and each try of one, never in the middle: whether to stop, or why that is a failure. */
  shouldStop?: (() => boolean | GuardError) | undefined;
}

/**
 * Applies migrations one after another, each in a transaction of its own together with its ledger row. Rows that are to
 * be corrected are, also where there is no migration. It returns what was done whatever happens, and never throws.
 */
export async function runMigrate(
  connection: Connection,
  place: LedgerPlace,
  { migrations, before, after }: MigrateRun,
  { onApplied, shouldStop = () => false }: RunHooks = {},
): Promise<MigrateOutcome> {
  const applied: AppliedMigration[] = [];
  let corrected: readonly Correction[] = [];
  const left = () => migrations.slice(applied.length).map(({ tag }) => tag);
  const fail = (failure: GuardError): MigrateOutcome => ({ applied, corrected, failure });
  try {
    const [first] = migrations;
    const alone = first ? [] : [...before, ...after];
    await writing(async () => {
      if (first) await connection.createLedger(place, first.name === null ? 'hashes' : 'names');
      else if (alone.length > 0) await connection.correct(place, alone);
    });
    corrected = alone;
    for (const [position, migration] of migrations.entries()) {
      // PGlite works in this thread without ever giving way: a signal would otherwise be heard after the last one only.
      await nextTurn();
      const stop = shouldStop();
      if (stop === true) break;
      if (stop !== false) return fail(whatStands(stop, applied, left()));
      const start = performance.now();
      const row = { hash: migration.hash, createdAt: migration.timestamp, name: migration.name };
      const { onBlocked, told } = blockedTime(shouldStop);
      const isLast = (at: number) => at === migrations.length - 1;
      const corrections = [...(position === 0 ? before : []), ...(isLast(position) ? after : [])];
      const mayBeAhead = !isLast(position + 1) || after.length === 0;
      const followedBy = mayBeAhead ? migrations[position + 1]?.statements : undefined;
      try {
        await connection.apply(
          { tag: migration.tag, statements: migration.statements, row, followedBy, onBlocked },
          place,
          corrections,
        );
      } catch (thrown) {
        if (!(thrown instanceof StepFailure)) throw thrown;
        // What waits for a lock and has done nothing stands between two migrations.
        const heard = told().blocked !== undefined && thrown.left === 'nothing' && shouldStop();
        if (heard === true) break;
        return fail(
          heard ? whatStands(heard, applied, left()) : stepFailed(migration, thrown, applied, left()),
        );
      }
      corrected = [...corrected, ...corrections];
      const done = {
        ...{ migration: migration.tag, milliseconds: Math.round(performance.now() - start) },
        ...told(),
      };
      applied.push(done);
      onApplied?.(done);
    }
    return { applied, corrected, failure: null };
  } catch (thrown) {
    const { code, message, help } = failureOf(thrown);
    return fail(whatStands(new GuardError(code, message, help, { cause: thrown }), applied, left()));
  }
}

async function writing(ledger: () => Promise<void>): Promise<void> {
  try {
    await ledger();
  } catch (thrown) {
    if (thrown instanceof GuardError) throw thrown;
    throw new GuardError(
      'failed-ledger',
      `the ledger could not be written: ${wordsOf(thrown)}`,
      'see whether this user may create and change it, then run `drizzle-guard migrate` again',
      { cause: thrown },
    );
  }
}
