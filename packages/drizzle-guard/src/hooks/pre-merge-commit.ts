import { headsOf } from '../judging/heads-of';
import { hookExitCode, type HookResult } from '../results/hook-result';
import type { HookCall } from './hook';
import { judgeMerge } from './judge-merge';

const HOOK = 'pre-merge-commit';

/** Judges a merge without a textual conflict before git records it. */
export async function preMergeCommit(call: HookCall): Promise<HookResult> {
  const { root, operation } = call;
  if (operation.kind !== 'merge') return { hook: HOOK, databases: [], notes: [] };
  const judged = await judgeMerge(call, HOOK, operation);
  if (hookExitCode(judged) === 0) return judged;
  const heads = headsOf(root, operation);
  const { rebaseByItself } = await import('./rebase-by-itself');
  const { result, isWritten, moved } = await rebaseByItself(call, { kind: 'merge', heads }, judged, (again) =>
    judgeMerge(again, HOOK, operation),
  );
  // Where the merge stays stopped, what is staged is in the commit that concludes it.
  if (isWritten && hookExitCode(result) === 0) {
    const parents = [heads.head, ...heads.others].map(({ commit }) => commit);
    (await import('./fold-merge')).noteStaged(call, parents, moved);
  }
  return result;
}
