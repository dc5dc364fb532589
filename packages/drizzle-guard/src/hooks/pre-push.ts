import { commitOf, findBase, type Base } from '../git/base';
import { gitLine, tryGit } from '../git/git';
import { readConfiguration } from '../workspace/configuration';
import { openState } from '../judging/state';
import type { HookCall, HookDatabase, HookResult } from './hook';
import { changedPaths, judgeChange } from './judge-change';

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
  const { root } = call;
  const label = localRef.replace('refs/heads/', '');
  const base = await remoteBase(call, commit, label, remoteRef, remoteCommit);
  const from = remoteCommit ?? (base && gitLine(['merge-base', base.commit, commit], { cwd: root }));
  const parents = [
    ...(remoteCommit
      ? [{ commit: remoteCommit, label: `the remote's ${remoteRef.replace('refs/heads/', '')}` }]
      : []),
    ...(base ? [{ commit: base.commit, label: base.name }] : []),
  ];
  const { databases, notes } = await judgeChange(call, {
    state: { kind: 'commit', commit, label },
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
  call: HookCall,
  commit: string,
  label: string,
  remoteRef: string,
  remoteCommit: string | null,
) {
  const { tree, close } = openState(call, { kind: 'commit', commit, label });
  const configuration = await readConfiguration(tree).finally(close);
  const base = findBase(call.root, undefined, configuration.base);
  return base && remoteCommit && isBaseRef(base, remoteRef)
    ? { name: base.name, commit: remoteCommit }
    : base;
}

function isBaseRef(base: Base | null, remoteRef: string): boolean {
  return base !== null && remoteRef.endsWith(`/${base.name.replace(/^[^/]+\//, '')}`);
}

function isAncestor(root: string, ancestor: string, commit: string): boolean {
  return tryGit(['merge-base', '--is-ancestor', ancestor, commit], { cwd: root }) !== null;
}
