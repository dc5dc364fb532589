import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HookResult } from '../results/hook-result';
import { afterChange } from './after-change';
import { idOf } from './arrived';
import type { HookCall } from './hook';

/** After a rebase: from the branch as it was. An amend brings nothing from elsewhere. */
export async function postRewrite(call: HookCall): Promise<HookResult> {
  const nothing = { hook: 'post-rewrite', databases: [], notes: [] };
  const [from, to] = [idOf(call, startOf(call)), idOf(call, 'HEAD')];
  if (call.args[0] !== 'rebase' || from === null || to === null) return nothing;
  return { ...nothing, notes: await afterChange(call, from, to, 'merge') };
}

/** Git's own note is still there; a reset in the middle of the rebase would have moved ORIG_HEAD. */
function startOf({ gitDir }: HookCall): string {
  const notes = ['rebase-merge', 'rebase-apply'].map((folder) => path.join(gitDir, folder, 'orig-head'));
  const note = notes.find((file) => existsSync(file));
  return note === undefined ? 'ORIG_HEAD' : readFileSync(note, 'utf8').trim();
}
