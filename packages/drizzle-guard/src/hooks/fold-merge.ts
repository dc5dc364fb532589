import { commitLike } from '../git/commit-like';
import { gitLine, tryGit } from '../git/git';
import { isMerging } from '../git/git-dir';
import type { HookCall } from './hook';
import { forgetNote, readNote, writeNote, type MergeNote } from './merge-note';

type Where = Pick<HookCall, 'root' | 'gitDir'>;

/** Notes for post-merge what is staged now, and of which merge. @param parents HEAD first */
export function noteStaged(where: Where, parents: readonly string[], moved: readonly string[]): void {
  const tree = treeOfIndex(where.root);
  if (tree !== null) writeNote(where, { parents: [...parents], tree, moved: [...moved] });
}

/**
 * Puts what was noted into the merge commit that HEAD is at.
 * @returns lines for people; [] where all is in it
 */
export function foldMerge(where: Where): string[] {
  const note = readNote(where);
  if (!note) return [];
  const { root } = where;
  if (isOf(root, note) && treeOfIndex(root) === note.tree) fold(root, note);
  return unfolded(where);
}

/** What to say where HEAD is still without what was noted for it. A note on what is past is forgotten. */
export function unfolded(where: Where): string[] {
  const note = readNote(where);
  if (!note) return [];
  const { root, gitDir } = where;
  const { parents, tree, moved } = note;
  const staged = `what was staged for it${moved.length === 0 ? '' : ` (${moved.join(', ')})`}`;
  const isMerged = !isMerging(gitDir);
  if (isMerged && idOf(root, 'HEAD') === parents[0] && treeOfIndex(root) === tree)
    return [
      `a merge was ended before it was recorded; ${staged} is there, and git does not know of the merge any more: \`git reset --merge\`, then merge again`,
    ];
  if (isOf(root, note) && idOf(root, 'HEAD^{tree}') !== tree)
    return [
      `the merge is recorded without ${staged}: ${isMerged ? '' : '`git merge --quit`, then '}\`git commit --amend --no-edit\` puts it in`,
    ];
  // Until the merge is recorded it is still to come.
  if (idOf(root, 'HEAD') !== parents[0]) forgetNote(where);
  return [];
}

function idOf(root: string, name: string): string | null {
  return gitLine(['rev-parse', name], { cwd: root });
}

/** Whether HEAD is the merge that was noted. */
function isOf(root: string, { parents: [head, ...noted] }: MergeNote): boolean {
  const [first, ...others] = (idOf(root, 'HEAD^@') ?? '').split('\n');
  return first === head && noted.length === others.length && noted.every((commit) => others.includes(commit));
}

/** Null where it holds files in conflict. */
function treeOfIndex(root: string): string | null {
  return gitLine(['write-tree'], { cwd: root });
}

function fold(root: string, { tree, moved }: MergeNote): void {
  const head = idOf(root, 'HEAD')!;
  const folded = commitLike(root, head, tree);
  if (folded === null) return;
  const what = moved.length === 0 ? 'settled the migrations' : `moved ${moved.join(', ')}`;
  const reason = `${process.env['GIT_REFLOG_ACTION'] ?? 'merge'}: drizzle-guard ${what}`;
  tryGit(['update-ref', '-m', reason, 'HEAD', folded, head], { cwd: root });
}
