import { GuardError } from '../errors/guard-error';
import type { History } from '../history/history';
import type { Tree } from '../sources/tree';
import type { Evaluator } from './evaluator';
import { findKit, requireLayout } from './kit';
import { newestState } from './newest-state';

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
  if (state === null) return null;
  if (state.kind === 'empty') return [];
  requireLayout(findKit(folder), history);
  const answer = await evaluator.ask({ kind: 'build', dialect, state });
  if (answer.kind === 'build') return answer.statements;
  if (answer.kind !== 'cannot-tell') throw new Error(`unexpected answer ${answer.kind}`);
  throw new GuardError(
    'cannot-evaluate',
    `drizzle-kit makes no SQL of the newest snapshot of ${history.dir}: ${answer.message}`,
    answer.help ?? 'correct what it says, then run the command again',
  );
}
