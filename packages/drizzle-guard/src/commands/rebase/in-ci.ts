import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { abortMerge } from '../../git/begin-merge';
import { commitAll } from '../../git/commit-all';
import { findGitDir, isMerging } from '../../git/git-dir';
import { changedIn } from '../../git/stage';
import { isInOperation } from '../../git/operation';
import { unresolvedFiles } from '../../git/unresolved';
import { exitCodeOf } from '../../results/command-result';
import { findRoot } from '../../workspace/root';
import type { RebaseCommandResult } from './result';
import type { RebaseOptions } from './run';

/** Who has made a commit that no person made. */
const AUTHOR = { name: 'drizzle-guard', email: 'drizzle-guard@users.noreply.invalid' };

/**
 * The same for a workflow on the branch of a pull request: what was moved is committed, with what had to be merged for it.
 * Where that does not go by itself nothing is left behind, and it ends with 1: there is something for people to decide.
 *
 * @param rebase what it is without a workflow
 */
export async function inCi(
  rebase: (options: RebaseOptions) => Promise<RebaseCommandResult>,
  options: RebaseOptions,
): Promise<RebaseCommandResult> {
  const root = findRoot(options.cwd);
  requireUntouched(root);
  const result = await rebase(options);
  if (options.dryRun) return result;
  const isRefused = result.databases.some(({ refused }) => refused.length > 0);
  if (exitCodeOf(result) === 2) return isRefused ? withoutNext({ ...result, exitCode: 1 }) : result;
  const open = unresolvedFiles(root);
  if (open.length > 0 || exitCodeOf(result) === 1) {
    abortMerge(root);
    const left = open.length > 0 ? { error: failureOf(inConflict(open)) } : {};
    return withoutNext({ ...result, ...left, exitCode: 1 });
  }
  const edits = result.databases.flatMap((database) => database.edits);
  if (edits.length === 0) return result;
  const moves = result.databases.flatMap(({ moved }) => moved.map(({ from, to }) => `${from} → ${to}`));
  const commit = commitAll(root, {
    author: AUTHOR,
    message: messageOf(moves),
    files: isMerging(findGitDir(root)) ? [] : edits,
  });
  return withoutNext({ ...result, commit });
}

function requireUntouched(root: string): void {
  const [changed] = changedIn(root, '.');
  if (changed === undefined && !isInOperation(root)) return;
  throw new GuardError(
    'not-committed',
    changed === undefined
      ? 'git is in the middle of something, which --ci would commit'
      : `${changed} is not as it was committed, and --ci would commit it too`,
    'run it on a fresh checkout of the branch; nothing was written',
  );
}

function inConflict(open: readonly string[]): GuardError {
  return new GuardError(
    'unresolved-conflict',
    `the two sides are in conflict in ${open.join(', ')} too, which is not about migrations`,
    'merge by hand and run `drizzle-guard rebase` there; nothing was committed, and everything is as it was',
  );
}

function messageOf(moves: readonly string[]): string {
  if (moves.length === 0) return 'Leave out migrations that have landed already';
  const title =
    moves.length === 1 ? `Move ${moves[0]}` : `Move ${moves.length} migrations behind those that have landed`;
  return moves.length === 1 ? title : [title, '', ...moves].join('\n');
}

/** Nobody types it there. */
function withoutNext(result: RebaseCommandResult): RebaseCommandResult {
  return { ...result, databases: result.databases.map(({ next: _next, ...database }) => database) };
}
