import { commitOf, findBase, isBaseOn, type Base } from '../git/base';
import { changedPaths } from '../git/changed-paths';
import { gitLine, tryGit } from '../git/git';
import { newsOfChange } from '../judging/news-of-change';
import type { HookDatabase, HookResult } from '../results/hook-result';
import type { Commit } from '../sources/state';
import type { HookCall } from './hook';
import { hasNote } from './merge-note';

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
  if (hasNote(call)) for (const line of (await import('./fold-merge')).unfolded(call)) notes.add(line);
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
  ref: PushedRef,
): Promise<{ databases: HookDatabase[]; notes: string[]; isBase: boolean }> {
  const { root, session } = call;
  const { localRef, commit, remoteRef, remoteCommit } = ref;
  const pushed: Commit = { kind: 'commit', commit, label: localRef.replace('refs/heads/', '') };
  const { base, isBase } = await baseOfPush(call, pushed, ref);
  const from = remoteCommit ?? (base && gitLine(['merge-base', base.commit, commit], { cwd: root }));
  const parents: Commit[] = [];
  if (remoteCommit)
    parents.push(commitNamed(remoteCommit, `the remote's ${remoteRef.replace('refs/heads/', '')}`));
  if (base) parents.push(commitNamed(base.commit, base.name));
  const changed = changedPaths(root, from, commit);
  const againstBase = base && !isAncestor(root, commit, base.commit) ? 'all' : 'none';
  const { databases, notes } = await newsOfChange(session, {
    ...{ state: pushed, parents: () => parents, changed, againstBase },
    baseOf: () => base,
    forkBlocks: true,
  });
  if (base && againstBase === 'all' && !isBase)
    notes.push(...(await (await import('../judging/still-late')).stillLate(session, pushed, base, changed)));
  return { databases, notes, isBase };
}

/** The base, and whether it is what is pushed to: then as the remote has it now. */
async function baseOfPush(
  { root, session, args: [remote, url] }: HookCall,
  pushed: Commit,
  { localRef, remoteRef, remoteCommit }: PushedRef,
): Promise<{ base: Base | null; isBase: boolean }> {
  const { configuration } = await session.terms(pushed);
  const base = findBase(root, undefined, configuration.base, branchOf(localRef));
  const isBase = base !== null && isBaseOn(root, base, { remote, url }, remoteRef);
  return { base: isBase && remoteCommit ? { name: base.name, commit: remoteCommit } : base, isBase };
}

/** The branch that the pushed work is on, whichever is checked out; undefined for that one, null for none. */
function branchOf(localRef: string): string | null | undefined {
  if (localRef === 'HEAD') return undefined;
  return localRef.startsWith('refs/heads/') ? localRef.slice('refs/heads/'.length) : null;
}

function commitNamed(commit: string, label: string): Commit {
  return { kind: 'commit', commit, label };
}

function isAncestor(root: string, ancestor: string, commit: string): boolean {
  return tryGit(['merge-base', '--is-ancestor', ancestor, commit], { cwd: root }) !== null;
}
