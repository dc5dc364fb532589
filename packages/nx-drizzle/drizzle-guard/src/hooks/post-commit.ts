import type { HookResult } from '../results/hook-result';
import { afterChange } from './after-change';
import { idOf } from './arrived';
import type { HookCall } from './hook';

/** After the commit that concludes a merge with conflicts: git runs no post-merge for it. */
export async function postCommit(call: HookCall): Promise<HookResult> {
  const nothing = { hook: 'post-commit', databases: [], notes: [] };
  if (call.operation.kind === 'rebase' || idOf(call, 'HEAD^2') === null) return nothing;
  const [from, to] = [idOf(call, 'HEAD^1')!, idOf(call, 'HEAD')!];
  return { ...nothing, notes: await afterChange(call, from, to, 'merge') };
}
