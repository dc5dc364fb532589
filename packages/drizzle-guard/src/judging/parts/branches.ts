import type { History } from '../../history/history';
import type { Part } from '../../results/judged';
import type { BranchConflict } from '../../rules/contexts';
import { findingsAbout, type Severities } from '../../rules/run';

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
