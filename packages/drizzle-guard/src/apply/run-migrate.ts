import { setImmediate as nextTurn } from 'node:timers/promises';
import { StatementFailure, type Connection } from '../database/connection';
import { GuardError } from '../errors/guard-error';
import type { LedgerPlace, NamedRow } from '../ledger/ledger';
import type { ReadMigration } from './read-migrations';

export interface AppliedMigration {
  migration: string;
  milliseconds: number;
}

/** What a run did; `failure` ended it, and nothing after it was tried. */
export interface MigrateRun {
  applied: AppliedMigration[];
  failure: GuardError | null;
}

/**
 * Applies migrations one after another, each in a transaction of its own together with its ledger row.
 * @param named rows that drizzle-orm 0.x wrote, with the names that 1.0 looks for; none in the journal layout
 * @param onApplied told of each as it is done
 * @param shouldStop asked before each; never in the middle of one
 */
export async function runMigrate(
  connection: Connection,
  place: LedgerPlace,
  migrations: readonly ReadMigration[],
  named: readonly NamedRow[],
  onApplied: (applied: AppliedMigration) => void,
  shouldStop: () => boolean = () => false,
): Promise<MigrateRun> {
  const applied: AppliedMigration[] = [];
  const [first] = migrations;
  if (first) await connection.createLedger(place, first.name === null ? 'hashes' : 'names', named);
  for (const migration of migrations) {
    // PGlite works in this thread without ever giving way: a signal would otherwise be heard after the last one only.
    await nextTurn();
    if (shouldStop()) break;
    const start = performance.now();
    const row = { hash: migration.hash, createdAt: migration.timestamp, name: migration.name };
    try {
      await connection.apply({ statements: migration.statements, row }, place);
    } catch (thrown) {
      if (!(thrown instanceof StatementFailure)) throw thrown;
      const left = migrations.slice(applied.length).map(({ tag }) => tag);
      return { applied, failure: failureOf(migration, thrown, applied, left) };
    }
    const done = { migration: migration.tag, milliseconds: Math.round(performance.now() - start) };
    applied.push(done);
    onApplied(done);
  }
  return { applied, failure: null };
}

function failureOf(
  { tag, statements, placeOf }: ReadMigration,
  { position, rolledBack, message, cause }: StatementFailure,
  applied: readonly AppliedMigration[],
  left: readonly string[],
): GuardError {
  const statement = statements[position];
  const where =
    statement === undefined
      ? 'recording it in the ledger'
      : `statement ${position + 1} of ${statements.length}${placeOf ? ` (${placeOf(position)})` : ''}:\n${indent(statement.trim())}\n `;
  const state = rolledBack
    ? `${tag} was rolled back.`
    : `${tag} was NOT rolled back: its SQL ends the transaction itself (COMMIT or ROLLBACK), so what ran before that stays, and is not in the ledger.`;
  const done = applied.length > 0 ? applied.map(({ migration }) => migration).join(', ') : 'nothing';
  return new GuardError(
    'failed-statement',
    `${tag} failed at ${where} ${message}\n  ${state} Applied in this run: ${done}. Not applied: ${left.join(', ')}.`,
    rolledBack
      ? `correct the data or, if it has not landed, the SQL of ${tag}, then run \`drizzle-guard migrate\` again`
      : `take COMMIT, ROLLBACK and BEGIN out of ${tag}, undo by hand what it left behind, then run \`drizzle-guard migrate\` again`,
    { cause },
  );
}

function indent(statement: string): string {
  const lines = statement.split('\n');
  const shown = lines.slice(0, 12).map((line) => `    ${line}`);
  return [...shown, ...(lines.length > 12 ? ['    …'] : [])].join('\n');
}
