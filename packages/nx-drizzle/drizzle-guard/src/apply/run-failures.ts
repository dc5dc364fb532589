import type { Step, StepFailure } from '../engines/connection';
import { GuardError } from '../errors/guard-error';
import type { ReadMigration } from './read-migrations';
import type { AppliedMigration } from './run-migrate';

/** A migration that failed: at what, what it left behind, and what has been applied before it. */
export function stepFailed(
  migration: ReadMigration,
  failure: StepFailure,
  applied: readonly AppliedMigration[],
  left: readonly string[],
): GuardError {
  const { tag } = migration;
  const { step, left: leftBehind, isConnected, message } = failure;
  const lost = isConnected ? '' : ' The connection is lost.';
  const state = {
    nothing: `${tag} was rolled back.`,
    'a part': `${tag} was NOT rolled back: its SQL ends the transaction itself (COMMIT or ROLLBACK), so what ran outside of it stays, and is not in the ledger.`,
    unfinished: `${tag} was NOT rolled back: the database cannot take back what its statements before that did, and remembers that it is unfinished.`,
    unknown: `Whether ${tag} is applied is not known: the connection was lost before the database had answered.`,
  }[leftBehind];
  const standing = leftBehind === 'unknown' ? left.slice(1) : left;
  return new GuardError(
    'failed-statement',
    `${tag} failed at ${placeOf(step, migration)} ${message}\n  ${state}${leftBehind === 'unknown' ? '' : lost} ${whatWasDone(applied, standing)}`,
    waysOut(tag, failure),
    { cause: failure.cause },
  );
}

/** An error that ended a run, with what stands: it would otherwise be forgotten. */
export function whatStands(
  error: GuardError,
  applied: readonly AppliedMigration[],
  left: readonly string[],
): GuardError {
  return new GuardError(error.code, `${error.message}\n  ${whatWasDone(applied, left)}`, error.help, {
    cause: error.cause,
  });
}

function whatWasDone(applied: readonly AppliedMigration[], left: readonly string[]): string {
  const done = applied.length > 0 ? applied.map(({ migration }) => migration).join(', ') : 'nothing';
  return `Applied in this run: ${done}.${left.length > 0 ? ` Not applied: ${left.join(', ')}.` : ''}`;
}

function placeOf(step: Step, { statements, placeOf: lineOf }: ReadMigration): string {
  if (step === 'begin') return 'the beginning of its transaction:';
  if (step === 'ledger') return 'correcting the ledger:';
  if (step === 'record') return 'recording it in the ledger:';
  if (step === 'commit') return 'COMMIT, when everything in it had run:';
  const line = lineOf ? ` (${lineOf(step.statement)})` : '';
  const number = `statement ${step.statement + 1} of ${statements.length}${line}`;
  return `${number}:\n${shownStatement(statements[step.statement]!)}\n `;
}

function waysOut(tag: string, { step, left, isConnected, wayOut }: StepFailure): string {
  if (left === 'a part')
    return `take COMMIT, ROLLBACK and BEGIN out of ${tag}, undo by hand what it left behind, then run \`drizzle-guard migrate\` again`;
  if (left === 'unfinished')
    return `see what of ${tag} is there, then say so: \`drizzle-guard migrate --resolve ${tag}=continue\` goes on at that statement, =rolled-back where you have taken back all of it, =applied where you have done the rest`;
  if (left === 'unknown')
    return `when the database can be reached, \`drizzle-guard status\` says whether ${tag} is applied; then run \`drizzle-guard migrate\` again`;
  if (!isConnected) return 'when the database can be reached, run `drizzle-guard migrate` again';
  if (wayOut !== undefined) return `${wayOut}, then run \`drizzle-guard migrate\` again`;
  if (step === 'ledger' || step === 'record')
    return 'see whether this user may change the ledger, then run `drizzle-guard migrate` again';
  return `correct the data or, if it has not landed, the SQL of ${tag}, then run \`drizzle-guard migrate\` again`;
}

/** The first lines of a statement, as they stand in a message. */
export function shownStatement(statement: string): string {
  const lines = statement.trim().split('\n');
  const shown = lines.slice(0, 12).map((line) => `    ${line}`);
  return [...shown, ...(lines.length > 12 ? ['    …'] : [])].join('\n');
}
