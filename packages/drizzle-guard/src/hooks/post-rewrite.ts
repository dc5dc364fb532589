import type { HookResult } from '../results/hook-result';
import { afterChange } from './after-change';
import { idOf } from './arrived';
import type { HookCall } from './hook';

/** After a rebase: ORIG_HEAD is the branch as it was. An amend brings nothing from elsewhere. */
export async function postRewrite(call: HookCall): Promise<HookResult> {
  const nothing = { hook: 'post-rewrite', databases: [], notes: [] };
  const [from, to] = [idOf(call, 'ORIG_HEAD'), idOf(call, 'HEAD')];
  if (call.args[0] !== 'rebase' || from === null || to === null) return nothing;
  return { ...nothing, notes: await afterChange(call, from, to) };
}
