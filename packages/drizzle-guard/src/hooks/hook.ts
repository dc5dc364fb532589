import { GuardError } from '../errors/guard-error';
import { findGitDir } from '../git/git-dir';
import { readOperation, type Operation } from '../git/operation';
import type { ExitCode } from '../results/command-result';
import type { Place } from '../judging/state';
import { findRoot } from '../workspace/root';
import type { Failure } from '../errors/failure';
import type { Finding } from '../rules/finding';

/** What a hook is called with. */
export interface HookCall extends Place {
  /** What git gave the hook. */
  args: readonly string[];
  operation: Operation;
  /** What a commit would change, where that is known already. */
  staged?: readonly string[];
  /** What git wrote to the hook's standard input; only pre-push and post-rewrite get any. */
  stdin: string;
}

/** What a hook has to say of one database. */
export interface HookDatabase {
  name: string;
  /** What stops it: findings of severity error that are new. */
  blocking: Finding[];
  /** New findings that do not stop it. */
  warnings: Finding[];
  /** Number of findings that were there before. */
  older: number;
  failure: Failure | null;
  /** Why the failure does not stop it; null where it does, or where there is none. */
  excuse: 'untouched' | 'configured' | null;
  /** In a merge that is stopped: what each side brings, and how to go on. */
  merge: MergeAdvice | null;
}

export interface MergeAdvice {
  ours: Side;
  theirs: Side;
  /** Lines to read or type, in order. */
  steps: string[];
}

export interface Side {
  /** The branch, as people say it. */
  name: string;
  /** Migrations that only this side has, with whether they have landed. */
  migrations: { tag: string; landed: boolean }[];
}

export interface HookResult {
  hook: string;
  databases: HookDatabase[];
  /** Lines for people that are no findings. */
  notes: string[];
}

/** 2 where something could not be told and that matters, else 1 where something new is wrong, else 0. */
export function hookExitCode({ databases }: HookResult): ExitCode {
  if (databases.some(({ failure, excuse }) => failure && !excuse)) return 2;
  return databases.some(({ blocking }) => blocking.length > 0) ? 1 : 0;
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
  return { root, gitDir, args, stdin, operation: readOperation(gitDir, process.env) };
}
