import { commitOf } from '../git/base';
import { gitLine } from '../git/git';
import type { Operation } from '../git/operation';
import type { Commit } from '../sources/state';
import type { Heads } from './sides-of';

export type Merging = Extract<Operation, { kind: 'merge' }>;

/** The heads of the merge that git is in the middle of, by the names that people know them by. */
export function headsOf(root: string, operation: Merging): Heads {
  const { name, commit } = checkedOut(root);
  return {
    name,
    // There is one in a merge.
    head: { kind: 'commit', commit: commit!, label: 'HEAD' },
    others: operation.others.map((commit): Commit => ({
      kind: 'commit',
      commit,
      label: givenName(operation, commit) ?? nameOf(root, commit),
    })),
  };
}

/** What is checked out, and its commit, null where there is none yet: mostly told by one process. */
export function checkedOut(root: string): { name: string; commit: string | null } {
  // Loose is what `symbolic-ref --short` is: as short as it can be found.
  const lines = gitLine(['rev-parse', 'HEAD^{commit}', '--abbrev-ref=loose', 'HEAD'], { cwd: root });
  const [commit, name] = lines?.split('\n') ?? [];
  if (commit && name) return { name, commit };
  return { name: branchOf(root), commit: commitOf(root, 'HEAD') };
}

/** What is checked out. */
export function branchOf(root: string): string {
  return gitLine(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: root }) ?? 'HEAD';
}

function givenName({ names }: Merging, commit: string): string | null {
  const given = names[commit];
  return given && given !== commit ? given : null;
}

/** A branch that is at this commit, or what else git can say of it. */
export function nameOf(root: string, commit: string): string {
  // origin/HEAD is the same commit as the branch that it stands for, and says nothing to people.
  const nameRev = ['name-rev', '--name-only', '--no-undefined', '--exclude=*/HEAD', commit];
  return gitLine(nameRev, { cwd: root })?.replace(/^remotes\//, '') ?? commit.slice(0, 10);
}
