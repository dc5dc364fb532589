import { GuardError } from '../errors/guard-error';
import { commitOf, findBase, type Base } from '../git/base';
import { gitLine } from '../git/git';
import { findGitDir } from '../git/git-dir';
import { mergeBase } from '../git/merge-base';
import { readOperation } from '../git/operation';
import type { State } from '../sources/state';
import type { Landing } from './landing';
import type { Session } from './session';
import type { OpenSides, Sides } from './sides';

/**
 * Finds what `--head` and `--base` name, where one of them asks for git.
 * @throws GuardError `no-repository`, `unknown-head`, `no-base`, `no-common-commit`
 */
export async function findSides(
  session: Session,
  { head = 'worktree', base }: Sides,
): Promise<Pick<OpenSides, 'at' | 'landing'>> {
  const gitDir = requireGitDir(session.root);
  const at = stateOf(session.root, head);
  return { at, landing: base === undefined ? null : await findLanding(session, gitDir, at, base, head) };
}

function requireGitDir(root: string): string {
  const gitDir = findGitDir(root);
  if (gitDir) return gitDir;
  throw new GuardError(
    'no-repository',
    `${root} is in no git repository, so there is no branch or commit to look at`,
    'leave --base and --head out, or run it in a repository; nothing was checked',
  );
}

function stateOf(root: string, head: string): State {
  if (head === 'worktree' || head === 'index') return { kind: head };
  return { kind: 'commit', commit: headCommit(root, head), label: head };
}

function headCommit(root: string, name: string): string {
  const commit = commitOf(root, name);
  if (commit !== null) return commit;
  throw new GuardError(
    'unknown-head',
    `--head ${name}: this clone has no branch or commit of that name`,
    'give worktree, index, or a branch or commit that `git log` shows here (`git fetch` brings those of a remote); nothing was checked',
  );
}

async function findLanding(
  session: Session,
  gitDir: string,
  at: State,
  asked: string,
  head: string,
): Promise<Landing> {
  const { root } = session;
  const commit = at.kind === 'commit' ? at.commit : null;
  const named = asked === 'auto' ? undefined : asked;
  if (named !== undefined && commitOf(root, named) === null) throw noBase(root, named);
  const branch = commit === null ? undefined : branchOf(root, head);
  const configured = named === undefined ? (await session.terms(at)).configuration.base : undefined;
  const base = findBase(root, named, configured, branch);
  if (!base) throw noBase(root, null, configured);
  const ancestor = mergeBase(root, base.commit, commit ? [commit] : presentCommits(root, gitDir));
  if (ancestor === null && isShallow(root)) throw noCommonCommit(base, head);
  return { base, ancestor };
}

/** What the next commit continues: in a merge, both sides. */
function presentCommits(root: string, gitDir: string): string[] {
  const commit = commitOf(root, 'HEAD');
  const operation = readOperation(gitDir, {});
  return [...(commit === null ? [] : [commit]), ...(operation.kind === 'merge' ? operation.others : [])];
}

/** The local branch that a name stands for; null for a commit, or a branch of a remote. */
function branchOf(root: string, name: string): string | null {
  const full = gitLine(['rev-parse', '--symbolic-full-name', name], { cwd: root });
  return full?.startsWith('refs/heads/') ? full.slice('refs/heads/'.length) : null;
}

function isShallow(root: string): boolean {
  return gitLine(['rev-parse', '--is-shallow-repository'], { cwd: root }) === 'true';
}

function noBase(root: string, named: string | null, configured?: string): GuardError {
  const shallow = isShallow(root) ? ' (this clone is shallow: in CI, fetch-depth: 0)' : '';
  return named === null
    ? new GuardError(
        'no-base',
        configured === undefined
          ? '--base auto found no base: there is no "base" in drizzle-guard.json, no NX_BASE, and no remote with a default branch'
          : `--base auto found no base: neither ${configured}, which drizzle-guard.json names, nor NX_BASE or a default branch of a remote is here`,
        `name it, as in \`--base origin/main\`, or fetch it with \`git fetch origin\`${shallow}; nothing was checked`,
      )
    : new GuardError(
        'no-base',
        `--base ${named}: this clone has no branch or commit of that name`,
        `bring it with \`git fetch origin\`${shallow}, or give one that \`git branch --all\` shows; nothing was checked`,
      );
}

function noCommonCommit(base: Base, head: string): GuardError {
  return new GuardError(
    'no-common-commit',
    `this clone is shallow, and ${base.name} and ${head === 'worktree' || head === 'index' ? 'HEAD' : head} have no common commit in it: what has landed since they went apart cannot be told`,
    'run `git fetch --unshallow`; in GitHub Actions give actions/checkout `fetch-depth: 0`; nothing was checked',
  );
}
