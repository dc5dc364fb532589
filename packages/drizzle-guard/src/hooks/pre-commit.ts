import { commitOf, findBase } from '../git/base';
import type { HookCall, HookResult } from './hook';
import { changedPaths, judgeChange } from './judge-change';
import { judgeMerge } from './judge-merge';

/**
 * Judges what a commit would record: the index, whichever one git says (`commit -a`, `commit <path>`). Concluding a
 * merge runs this hook too, and not pre-merge-commit.
 */
export async function preCommit(call: HookCall): Promise<HookResult> {
  const { root, operation } = call;
  if (operation.kind === 'merge') return judgeMerge(call, 'pre-commit', operation);
  const head = commitOf(root, 'HEAD');
  const { databases } = await judgeChange(call, {
    state: { kind: 'index' },
    parents: head === null ? [] : [{ commit: head, label: 'HEAD' }],
    changed: changedPaths(root, head, null),
    againstBase: 'added',
    baseOf: (configured) => findBase(root, undefined, configured),
    forkBlocks: false,
  });
  return { hook: 'pre-commit', databases, notes: [] };
}
