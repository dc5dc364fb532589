import { afterChange } from './after-change';
import type { HookCall, HookResult } from './hook';

/**
 * After a switch of branches, and after a rebase that only moved forward (githooks, "post-checkout": old commit, new
 * commit, flag 1 for a switch). Inside a rebase there is more to come, and post-rewrite tells of it.
 */
export async function postCheckout(call: HookCall): Promise<HookResult> {
  const [from, to, flag] = call.args;
  const nothing = { hook: 'post-checkout', databases: [], notes: [] };
  if (flag !== '1' || !from || !to || from === to || /^0+$/.test(from)) return nothing;
  if (call.operation.kind === 'rebase') return nothing;
  return { ...nothing, notes: await afterChange(call, from, to) };
}
