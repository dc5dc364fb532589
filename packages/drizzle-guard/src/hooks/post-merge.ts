import { setImmediate as nextTurn } from 'node:timers/promises';
import { tryGit } from '../git/git';
import { isMerging } from '../git/git-dir';
import type { HookResult } from '../results/hook-result';
import { afterChange } from './after-change';
import { idOf } from './arrived';
import { foldMerge } from './fold-merge';
import type { HookCall } from './hook';

/**
 * After a merge or pull, fast-forward included: ORIG_HEAD is where HEAD was. Of `merge --squash` (argument 1) nothing
 * is committed yet; the commit that follows is judged by pre-commit.
 */
export async function postMerge(call: HookCall): Promise<HookResult> {
  const nothing = { hook: 'post-merge', databases: [], notes: [] };
  if (call.args[0] === '1') return nothing;
  const unfolded = foldMerge(call);
  const [from, to] = [idOf(call, 'ORIG_HEAD'), idOf(call, 'HEAD')];
  if (from === null || to === null) return { ...nothing, notes: unfolded };
  let stopped = false;
  const stop = () => (stopped = true);
  process.on('SIGINT', stop);
  try {
    const notes = await afterChange(call, from, to, 'merge', () => stopped);
    // A signal that came during the last migration is heard here.
    await nextTurn();
    if (stopped) concludeMerge(call);
    return { ...nothing, notes: [...unfolded, ...notes] };
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

/**
 * Ctrl-C ends git at once, and leaves MERGE_HEAD behind although the merge is committed: every later merge is then
 * refused ("You have not concluded your merge"). `merge --quit` forgets that state and keeps an autostash.
 */
function concludeMerge({ root, gitDir }: HookCall): void {
  if (!isMerging(gitDir)) return;
  const isCommitted = tryGit(['merge-base', '--is-ancestor', 'MERGE_HEAD', 'HEAD'], { cwd: root }) !== null;
  if (isCommitted) tryGit(['merge', '--quit'], { cwd: root });
}
