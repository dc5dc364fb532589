import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HookResult } from '../results/hook-result';
import { afterChange } from './after-change';
import { idOf } from './arrived';
import type { HookCall } from './hook';
import { lostInRebase } from './lost-in-rebase';

/** After a rebase: from the branch as it was, and with what is wrong now. An amend brings nothing from elsewhere. */
export async function postRewrite(call: HookCall): Promise<HookResult> {
  const nothing = { hook: 'post-rewrite', databases: [], notes: [] };
  if (call.args[0] !== 'rebase') return nothing;
  const [from, onto] = [idOf(call, noteOf(call, 'orig-head') ?? 'ORIG_HEAD'), noteOf(call, 'onto')];
  const to = idOf(call, 'HEAD');
  if (from === null || to === null) return nothing;
  const { databases, lost } =
    onto === null ? { databases: [], lost: [] } : await newsIn(call, from, onto, to);
  const told = databases.map(({ name }) => name);
  const notes = await afterChange(call, from, to, 'merge', undefined, told);
  return { ...nothing, databases, notes: [...lost, ...notes] };
}

async function newsIn(
  call: HookCall,
  from: string,
  onto: string,
  to: string,
): Promise<{ databases: HookResult['databases']; lost: string[] }> {
  const { newsOfRewritten, rewrittenOf } = await import('./after-rewrite');
  const rewritten = rewrittenOf(call.root, from, onto, to);
  return {
    databases: await newsOfRewritten(call, rewritten),
    lost: await lostInRebase(call.session, rewritten),
  };
}

/** Git's own note is still there; a reset in the middle of the rebase would have moved ORIG_HEAD. */
function noteOf({ gitDir }: HookCall, name: string): string | null {
  const notes = ['rebase-merge', 'rebase-apply'].map((folder) => path.join(gitDir, folder, name));
  const note = notes.find((file) => existsSync(file));
  return note === undefined ? null : readFileSync(note, 'utf8').trim();
}
