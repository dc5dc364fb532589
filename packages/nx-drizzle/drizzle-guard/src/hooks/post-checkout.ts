import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HookResult } from '../results/hook-result';
import { afterChange } from './after-change';
import type { HookCall } from './hook';

/**
 * After a switch of branches, and after a rebase that only moved forward (githooks, "post-checkout": old commit, new
 * commit, flag 1 for a switch). Inside a rebase that has commits to move, post-rewrite tells of it.
 */
export async function postCheckout(call: HookCall): Promise<HookResult> {
  const [from, to, flag] = call.args;
  const nothing = { hook: 'post-checkout', databases: [], notes: [] };
  if (flag !== '1' || !from || !to || from === to || /^0+$/.test(from)) return nothing;
  if (call.operation.kind === 'rebase' && hasCommitsToMove(call)) return nothing;
  return { ...nothing, notes: await afterChange(call, from, to, 'switch') };
}

/** Of a rebase that only moves forward the list is empty, and git runs no other hook (git 2.39, sequencer.c). */
function hasCommitsToMove({ gitDir }: HookCall): boolean {
  const list = path.join(gitDir, 'rebase-merge/git-rebase-todo');
  return !existsSync(list) || /^[^#\s]/m.test(readFileSync(list, 'utf8'));
}
