import { GuardError } from '../../errors/guard-error';
import { commitOf, type Base } from '../../git/base';
import { gitLine } from '../../git/git';
import {
  allRefs,
  currentBranch,
  isGlob,
  objectsOf,
  refsOf,
  shortRef,
  upstreamOf,
  type Ref,
} from '../../git/refs';
import type { State } from '../../sources/state';

/** A branch that was named, or that a glob stands for. */
export interface NamedBranch {
  /** As people say it; no two are called the same. */
  name: string;
  commit: string;
}

export interface Branches {
  /** This branch itself. */
  own: { name: string; commit: string | null };
  /** Without this branch, and without the base. */
  others: NamedBranch[];
  /** Whether GitHub is about to land several at once, and this is one of them. */
  isMergeGroup: boolean;
}

/** Where GitHub keeps the branches of its merge queue. */
const QUEUE = /(?:^|\/)gh-readonly-queue\//;

export function isQueued(name: string): boolean {
  return QUEUE.test(name);
}

/**
 * The branches that `--against` names, by one list of all refs.
 * @param asked names, globs, or `open`
 * @param environment what CI says of the run
 * @throws GuardError `unknown-branch` where one of them stands for nothing
 */
export function findBranches(
  root: string,
  at: State,
  base: Base,
  asked: readonly string[],
  environment: NodeJS.ProcessEnv,
): Branches {
  const refs = allRefs(root);
  const branch = at.kind === 'commit' ? at.label : currentBranch(root);
  const head =
    at.kind === 'commit' ? at.commit : gitLine(['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: root });
  const isMergeGroup =
    environment['GITHUB_EVENT_NAME'] === 'merge_group' || (branch !== null && isQueued(branch));
  const wanted = asked.flatMap((name) =>
    name === 'open' ? openRefs(root, refs, base, isMergeGroup, environment) : refsNamed(root, name, refs),
  );
  const commits = objectsOf(
    root,
    wanted.map(({ id }) => `${id}^{commit}`),
  );
  const own = ownRefs(root, branch, environment);
  const isLeftOut = (ref: string, commit: string) =>
    commit === base.commit || commit === head || own.has(ref) || shortRef(ref) === base.name;
  const seen = new Set<string>();
  const others = wanted.flatMap(({ ref }, place): { ref: string; commit: string }[] => {
    const commit = commits[place];
    if (!commit || isLeftOut(ref, commit) || seen.has(commit)) return [];
    seen.add(commit);
    return [{ ref, commit }];
  });
  const names = others.map(({ ref }) => shortRef(ref));
  return {
    own: { name: branch ?? 'HEAD', commit: at.kind === 'commit' ? at.commit : null },
    others: others.map(({ ref, commit }, place) => {
      const isOne = names.indexOf(names[place]!) === names.lastIndexOf(names[place]!);
      return { name: isOne ? names[place]! : ref, commit };
    }),
    isMergeGroup,
  };
}

/** This branch where it is pushed to, and as CI calls it: an older state of the same work is no other branch. */
function ownRefs(root: string, branch: string | null, environment: NodeJS.ProcessEnv): Set<string> {
  const remotes = gitLine(['remote'], { cwd: root })?.split('\n') ?? [];
  const names = [
    branch,
    environment['GITHUB_HEAD_REF'],
    environment['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME'],
    environment['CI_COMMIT_BRANCH'],
  ];
  const refs = names
    .filter((name): name is string => !!name)
    .flatMap((name) => [
      name,
      `refs/heads/${name}`,
      ...remotes.map((remote) => `refs/remotes/${remote}/${name}`),
    ]);
  const upstream = branch === null ? null : upstreamOf(root, branch);
  return new Set([...refs, ...(upstream === null ? [] : [upstream])]);
}

/** The branches of the base's remote, or of here where the base is one of here; in CI also what it fetches beside them. */
function openRefs(
  root: string,
  refs: readonly Ref[],
  base: Base,
  isMergeGroup: boolean,
  environment: NodeJS.ProcessEnv,
): Ref[] {
  const place = placeOf(root, base);
  const own = refsOf(`${place}*`, refs);
  // What is in the queue is tested together with what stands before it there.
  if (isMergeGroup) return own.filter(({ ref }) => isQueued(ref));
  const more = [
    ...(environment['GITHUB_ACTIONS'] ? ['refs/remotes/pull/*', 'refs/pull/*/head'] : []),
    ...(environment['GITLAB_CI'] ? ['refs/merge-requests/*'] : []),
  ];
  const found = [...own, ...more.flatMap((glob) => refsOf(glob, refs))];
  return found.filter(({ ref }) => !isQueued(ref));
}

function placeOf(root: string, base: Base): string {
  const whole = gitLine(['rev-parse', '--symbolic-full-name', base.name], { cwd: root }) ?? '';
  const remotes = gitLine(['remote'], { cwd: root })?.split('\n') ?? [];
  const remote = remotes.find((name) => whole.startsWith(`refs/remotes/${name}/`));
  if (remote !== undefined) return `refs/remotes/${remote}/`;
  if (whole.startsWith('refs/heads/') || remotes.length === 0) return 'refs/heads/';
  return `refs/remotes/${remotes.includes('origin') ? 'origin' : remotes[0]}/`;
}

function refsNamed(root: string, name: string, refs: readonly Ref[]): Ref[] {
  const found = refsOf(name, refs);
  if (isGlob(name)) {
    if (found.length > 0) return found;
    throw new GuardError(
      'unknown-branch',
      `--against ${name}: no branch of this clone matches it`,
      "bring them with `git fetch origin`, or give a glob that matches what `git branch --all` shows, in quotes, as in 'origin/*'; nothing was checked",
    );
  }
  // Git's own order, where several are called so: a branch of here before one of a remote.
  const [first] = found;
  if (first) return [first];
  // What looks like an option is none of git's.
  const id = name.startsWith('-') ? null : commitOf(root, name);
  if (id !== null) return [{ ref: name, id }];
  throw new GuardError(
    'unknown-branch',
    `--against ${name}: this clone has no branch or commit of that name`,
    'bring it with `git fetch origin`, or give one that `git branch --all` shows; nothing was checked',
  );
}
