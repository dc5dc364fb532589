import type { StepFailure } from '../engines/connection';
import { GuardError } from '../errors/guard-error';
import { wordsOfLoss, type CountedLoss } from '../rollback/losses';
import type { Undo } from './plan-rollback';
import type { AppliedMigration } from './run-migrate';
import { shownStatement } from './run-failures';

/** A migration that could not be taken back: at what, and what stands. */
export function undoFailed(
  { migration: tag, statements }: Undo,
  failure: StepFailure,
  undone: readonly AppliedMigration[],
  left: readonly string[],
): GuardError {
  const { step, left: leftBehind, isConnected, message } = failure;
  const state = {
    nothing: `All of ${tag} is there still.`,
    'a part': `A part of it was kept: the SQL that takes it back ends the transaction itself (COMMIT or ROLLBACK), and ${tag} is in the ledger still.`,
    unfinished: `A part of it was kept: the database cannot take back what the statements before that did, and remembers that this is unfinished.`,
    unknown: `Whether ${tag} is taken back is not known: the connection was lost before the database had answered.`,
  }[leftBehind];
  const lost = isConnected || leftBehind === 'unknown' ? '' : ' The connection is lost.';
  const place =
    typeof step === 'object'
      ? `statement ${step.statement + 1} of ${statements.length}:\n${shownStatement(statements[step.statement]!)}\n `
      : `${PLACES[step]}:`;
  return new GuardError(
    'failed-statement',
    `taking ${tag} back failed at ${place} ${message}\n  ${state}${lost} ${whatWasUndone(undone, left)}`,
    waysOut(tag, failure),
    { cause: failure.cause },
  );
}

/** An error that ended a rollback, with what stands. */
export function withUndone(
  { code, message, help, cause }: GuardError,
  undone: readonly AppliedMigration[],
  left: readonly string[],
): GuardError {
  return new GuardError(code, `${message}\n  ${whatWasUndone(undone, left)}`, help, { cause });
}

/** More would be lost than somebody was told of. */
export function moreLost(losses: readonly CountedLoss[]): GuardError {
  return new GuardError(
    'lossy-rollback',
    `since it was planned there is more that would be lost, so nothing was taken back:${losses.map((loss) => `\n  ${wordsOfLoss(loss)}`).join('')}`,
    'run `drizzle-guard rollback --dry-run` to see all of it, then the command again',
  );
}

/** The ledger, read again, has what was just taken out of it. */
export function stillRecorded(tags: readonly string[]): GuardError {
  return new GuardError(
    'failed-ledger',
    `${tags.join(', ')} ${tags.length === 1 ? 'was' : 'were'} taken back, and the ledger, read again, has ${tags.length === 1 ? 'it' : 'them'} still`,
    'see what in the SQL that ran writes to the ledger, and take the rows out by hand; `drizzle-guard status` says what the ledger has',
  );
}

const PLACES = {
  begin: 'the beginning of its transaction',
  ledger: 'looking at the ledger',
  record: 'taking it out of the ledger',
  commit: 'COMMIT, when everything in it had run',
} as const;

function whatWasUndone(undone: readonly AppliedMigration[], left: readonly string[]): string {
  const done = undone.length > 0 ? undone.map(({ migration }) => migration).join(', ') : 'nothing';
  return `Taken back in this run: ${done}.${left.length > 0 ? ` Not taken back: ${left.join(', ')}.` : ''}`;
}

function waysOut(tag: string, { left, isConnected, wayOut }: StepFailure): string {
  if (left === 'a part')
    return `take COMMIT, ROLLBACK and BEGIN out of the SQL that takes ${tag} back, do by hand what is left of it, then run \`drizzle-guard status\``;
  if (left === 'unfinished')
    return `see what of ${tag} is there; then \`drizzle-guard rollback\` goes on at that statement, \`drizzle-guard migrate --resolve ${tag}=rolled-back\` says that you have taken back the rest, =applied that all of it is there again`;
  if (left === 'unknown')
    return `when the database can be reached, \`drizzle-guard status\` says whether ${tag} is applied; then run \`drizzle-guard rollback\` again`;
  if (!isConnected) return 'when the database can be reached, run `drizzle-guard rollback` again';
  if (wayOut !== undefined) return `${wayOut}, then run \`drizzle-guard rollback\` again`;
  return `correct the data; or write ${tag}.down.sql (in folders: down.sql), which is run in place of what drizzle-kit writes; then run \`drizzle-guard rollback\` again`;
}
