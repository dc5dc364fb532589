import { readWatched } from '../answers/watched';
import { changesLinks, diffPaths } from '../git/changed-paths';
import { tryGit } from '../git/git';
import { findGitDir, isMerging } from '../git/git-dir';
import { isRelevant, mayBeLink } from '../judging/relevant';

export interface Idleness {
  idle: boolean;
  /** What a commit would change, where that was asked. */
  staged?: string[];
}

/**
 * Whether a hook has nothing to do, told by one git process at most. Hooks run at every commit and mostly for nothing,
 * so this is asked before the rest of the program is even read.
 *
 * @param root where git calls hooks: the top of the work tree
 */
export function idlenessOf(hook: string, args: readonly string[], root: string): Idleness {
  switch (hook) {
    case 'pre-commit': {
      // Compared with HEAD, or in an unborn repository with nothing.
      const staged = diffPaths(root, ['--cached']);
      const gitDir = findGitDir(root);
      const watched = gitDir === null ? [] : readWatched(gitDir);
      const isIdle =
        !isRelevant(staged, watched) && !changesLinks(root, ['--cached'], staged.filter(mayBeLink));
      // A merge whose result is HEAD's own tree changes nothing of HEAD, and drops all that the other side brought.
      return { idle: isIdle && !isMerging(gitDir), staged };
    }
    case 'post-commit':
      return { idle: tryGit(['rev-parse', '--verify', '--quiet', 'HEAD^2'], { cwd: root }) === null };
    case 'post-checkout':
      return { idle: args[2] !== '1' || args[0] === args[1] };
    case 'post-rewrite':
      return { idle: args[0] !== 'rebase' };
    default:
      return { idle: false };
  }
}
