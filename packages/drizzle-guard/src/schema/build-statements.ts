import { GuardError } from '../errors/guard-error';
import type { History } from '../history/history';
import type { Tree } from '../sources/tree';
import type { Evaluator } from './evaluator';
import { findKit, requireLayout } from './kit';
import { newestState } from './newest-state';
import type { Answer, DiffRequest, SnapshotState } from './protocol';

/**
 * The SQL that drizzle-kit writes to make what the newest snapshot says out of nothing.
 * @param folder where drizzle-kit is resolved, absolute; the evaluator's
 * @returns null where no snapshot says what the history leads to; a finding says so
 * @throws GuardError `drizzle-kit-missing`, `layout-mismatch`, `cannot-evaluate`
 */
export async function buildStatements(
  tree: Tree,
  history: History,
  dialect: string,
  folder: string,
  evaluator: Evaluator,
): Promise<string[] | null> {
  const state = await newestState(tree, history);
  if (typeof state === 'string') return null;
  if (state.kind !== 'empty') requireLayout(findKit(folder), history);
  return buildState(state, dialect, evaluator, ` of ${history.dir}`);
}

/**
 * The SQL that drizzle-kit writes to make a state out of nothing.
 * @param of which folder the snapshot is, where a message is to say it
 * @throws GuardError `cannot-evaluate`
 */
export async function buildState(
  state: SnapshotState,
  dialect: string,
  evaluator: Evaluator,
  of = '',
): Promise<string[]> {
  if (state.kind === 'empty') return [];
  const answer = await evaluator.ask({ kind: 'build', dialect, state });
  if (answer.kind === 'build') return answer.statements;
  throw refusal(answer, `drizzle-kit makes no SQL of the ${of === '' ? '' : 'newest '}snapshot${of}`);
}

/** What drizzle-kit writes to lead from one state to another. */
export interface Step {
  /** Null where it would have to ask whether something was renamed. */
  statements: string[] | null;
  /** What differs, in words, where it was asked. */
  changes: string[];
}

/**
 * Asks for the SQL between two states.
 * @throws GuardError `cannot-evaluate`
 */
export async function stepBetween(request: Omit<DiffRequest, 'kind'>, evaluator: Evaluator): Promise<Step> {
  const answer = await evaluator.ask({ kind: 'diff', ...request });
  if (answer.kind === 'diff') return answer;
  throw refusal(answer, 'drizzle-kit cannot compare its snapshot with the one before it');
}

function refusal(answer: Answer, what: string): Error {
  if (answer.kind === 'apart')
    return new GuardError(
      'cannot-evaluate',
      `${what}, because drizzle-kit does not put the open branches together: ${answer.message}`,
      '`drizzle-guard rebase` moves the one that has not landed behind the other',
    );
  if (answer.kind !== 'cannot-tell') return new Error(`unexpected answer ${answer.kind}`);
  return new GuardError(
    'cannot-evaluate',
    `${what}: ${answer.message}`,
    answer.help ?? 'correct what it says, then run the command again',
  );
}
