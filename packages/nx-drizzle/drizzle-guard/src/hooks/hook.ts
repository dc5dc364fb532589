import { GuardError } from '../errors/guard-error';
import { findGitDir } from '../git/git-dir';
import { readOperation, type Operation } from '../git/operation';
import { openSession, type Place, type Session } from '../judging/session';
import { findRoot } from '../workspace/root';

/** What a hook is called with. */
export interface HookCall extends Place {
  /** What git gave the hook. */
  args: readonly string[];
  operation: Operation;
  /** Closed by who opened the call. */
  session: Session;
  /** What a commit would change, where that is known already. */
  staged?: readonly string[];
  /** What git wrote to the hook's standard input; only pre-push and post-rewrite get any. */
  stdin: string;
}

/**
 * @throws GuardError `no-repository` outside a git repository
 */
export function openHook(cwd: string, args: readonly string[], stdin = ''): HookCall {
  const root = findRoot(cwd);
  const gitDir = findGitDir(root);
  if (!gitDir)
    throw new GuardError(
      'no-repository',
      `${cwd} is in no git repository, so there is nothing for a hook to look at`,
      'run it where git calls it: at the top of a work tree',
    );
  const operation = readOperation(gitDir, process.env);
  return { root, gitDir, args, stdin, operation, session: openSession(root, gitDir, { inHook: true }) };
}
