import { commitOf, findBase } from '../git/base';
import type { HookCall, HookResult } from './hook';
import { judgeChange } from './judge-change';
import { diffPaths } from './quick';

/**
 * Judges what a commit would record: the index, whichever one git says (`commit -a`, `commit <path>`). Concluding a
 * merge runs this hook too, and not pre-merge-commit.
 */
export async function preCommit(call: HookCall): Promise<HookResult> {
  const { root, operation } = call;
  if (operation.kind === 'merge')
    return (await import('./judge-merge')).judgeMerge(call, 'pre-commit', operation);
  const { databases } = await judgeChange(call, {
    state: { kind: 'index' },
    parents: () => headOf(root),
    changed: call.staged ?? diffPaths(root, ['--cached']),
    againstBase: 'added',
    baseOf: (configured) => findBase(root, undefined, configured),
    forkBlocks: false,
  });
  return { hook: 'pre-commit', databases, notes: [] };
}

/** Nothing in an unborn repository. */
function headOf(root: string): { commit: string; label: string }[] {
  const commit = commitOf(root, 'HEAD');
  return commit === null ? [] : [{ commit, label: 'HEAD' }];
}
