import type { HookResult } from '../results/hook-result';
import type { HookCall } from './hook';
import { judgeMerge } from './judge-merge';

/** Judges a merge without a textual conflict before git records it. */
export async function preMergeCommit(call: HookCall): Promise<HookResult> {
  const { operation } = call;
  if (operation.kind === 'merge') return judgeMerge(call, 'pre-merge-commit', operation);
  return { hook: 'pre-merge-commit', databases: [], notes: [] };
}
