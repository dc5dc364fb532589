import { commitOf, findBase, type Base } from '../git/base';
import { changedPaths } from '../git/changed-paths';
import { gitLine, tryGit } from '../git/git';
import { newsOfChange } from '../judging/news-of-change';
import type { HookDatabase, HookResult } from '../results/hook-result';
import type { Commit } from '../sources/state';
import type { HookCall } from './hook';

const NO_COMMIT = /^0+$/;

interface PushedRef {
  localRef: string;
  commit: string;
  remoteRef: string;
  /** What the remote has there now; null for a new branch, or where that commit is not here. */
  remoteCommit: string | null;
}

/** Judges each commit that is pushed: against what the remote has there, and against the remote's base. */
export async function prePush(call: HookCall): Promise<HookResult> {
  const databases: HookDatabase[] = [];
  const notes = new Set<string>();
  for (const ref of pushedRefs(call)) {
    const judged = await judgePushed(call, ref);
    databases.push(...judged.databases);
    for (const note of judged.notes) notes.add(note);
    if (!judged.isBase && judged.databases.some(({ blocking }) => blocking.length > 0)) notes.add(PARKING);
  }
  return { hook: 'pre-push', databases, notes: [...notes] };
}

const PARKING =
  'to park unfinished work on a branch: `git push --no-verify`; before it lands, `drizzle-guard check --base auto` in CI says the same again';

/** `<local ref> <local oid> <remote ref> <remote oid>` a line (githooks, "pre-push"); deletions and tags are passed over. */
function pushedRefs({ stdin, root }: HookCall): PushedRef[] {
  return stdin.split('\n').flatMap((line) => {
    const [localRef, commit, remoteRef, remoteId] = line.trim().split(' ');
    if (!localRef || !commit || !remoteRef || !remoteId) return [];
    if (NO_COMMIT.test(commit) || !remoteRef.startsWith('refs/heads/')) return [];
    return [{ localRef, commit, remoteRef, remoteCommit: commitOf(root, remoteId) }];
  });
}

async function judgePushed(
  call: HookCall,
  { localRef, commit, remoteRef, remoteCommit }: PushedRef,
): Promise<{ databases: HookDatabase[]; notes: string[]; isBase: boolean }> {
  const { root, session } = call;
  const pushed: Commit = { kind: 'commit', commit, label: localRef.replace('refs/heads/', '') };
  const base = await remoteBase(call, pushed, remoteRef, remoteCommit);
  const from = remoteCommit ?? (base && gitLine(['merge-base', base.commit, commit], { cwd: root }));
  const parents: Commit[] = [];
  if (remoteCommit)
    parents.push(commitNamed(remoteCommit, `the remote's ${remoteRef.replace('refs/heads/', '')}`));
  if (base) parents.push(commitNamed(base.commit, base.name));
  const { databases, notes } = await newsOfChange(session, {
    state: pushed,
    parents: () => parents,
    changed: changedPaths(root, from, commit),
    againstBase: base && !isAncestor(root, commit, base.commit) ? 'all' : 'none',
    baseOf: () => base,
    forkBlocks: true,
  });
  return { databases, notes, isBase: isBaseRef(base, remoteRef) };
}

/** The base as the remote has it; of a push to the base itself, what is there now. */
async function remoteBase(
  { root, session }: HookCall,
  pushed: Commit,
  remoteRef: string,
  remoteCommit: string | null,
): Promise<Base | null> {
  const { configuration } = await session.terms(pushed);
  const base = findBase(root, undefined, configuration.base);
  return base && remoteCommit && isBaseRef(base, remoteRef)
    ? { name: base.name, commit: remoteCommit }
    : base;
}

function commitNamed(commit: string, label: string): Commit {
  return { kind: 'commit', commit, label };
}

function isBaseRef(base: Base | null, remoteRef: string): boolean {
  return base !== null && remoteRef.endsWith(`/${base.name.replace(/^[^/]+\//, '')}`);
}

function isAncestor(root: string, ancestor: string, commit: string): boolean {
  return tryGit(['merge-base', '--is-ancestor', ancestor, commit], { cwd: root }) !== null;
}
