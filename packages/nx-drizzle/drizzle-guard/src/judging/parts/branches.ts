import { leavesOf, type History } from '../../history/history';
import type { Part } from '../../results/judged';
import type { BranchConflict } from '../../rules/contexts';
import { findingsAbout, type Severities } from '../../rules/run';
import type { Held } from '../landing';

/** Whether the open branches of a history go together; nothing of a journal, which has none. */
export function branchesPart(
  { layout }: History,
  conflicts: readonly BranchConflict[],
  database: string,
  severities: Severities,
): Part[] {
  if (layout === 'journal') return [];
  return [{ about: 'branches', findings: findingsAbout('branches', { conflicts }, database, severities) }];
}

/** What the open branches of a history say against each other; most histories have one end, and nothing is loaded for them. */
export async function openConflicts(held: Held): Promise<BranchConflict[]> {
  const { history } = held;
  if (history.layout === 'journal' || leavesOf(history).length < 2) return [];
  return (await import('../branch-conflicts')).conflictsIn(held);
}
