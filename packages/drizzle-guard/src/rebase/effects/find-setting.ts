import { GuardError } from '../../errors/guard-error';
import { commitOf, findBase, type Base } from '../../git/base';
import { besideHead } from '../../git/merge-base';
import { changedIn } from '../../git/stage';
import { branchOf } from '../../judging/heads-of';
import { baseIn, operationAt, type GoingOn } from '../../judging/going-on';
import { foldersApart, type Apart } from '../../judging/folder-at';
import { besideBase } from '../../judging/landing';
import type { Session } from '../../judging/session';
import { sidesOf } from '../../judging/sides-of';
import { sidesOfPick } from '../../judging/sides-of-pick';
import type { Side } from '../../results/advice';
import type { Commit, State } from '../../sources/state';
import type { Folder } from '../../results/judged';
import type { Database } from '../../workspace/discover';
import type { Refusal } from '../refusal';
import type { Rebasing } from './rebasing';

/** What brings the two sides together. */
export type Setting =
  /** Git is in the middle of it. */
  | { kind: 'operation'; going: GoingOn; base: Base | null }
  /** HEAD has what stays already, in commits of its own. */
  | { kind: 'behind'; base: Base }
  /** Nothing yet: it is merged first. */
  | { kind: 'ahead'; base: Base; ancestor: string | null; head: Commit };

/**
 * Finds what is rebased onto what: the other side of what git is in the middle of, else what was named, else the base.
 * @throws GuardError `no-base`
 */
export async function findSetting(session: Session, onto: string | undefined): Promise<Setting> {
  const { root } = session;
  const at: State = { kind: 'worktree' };
  const beside = onto === undefined ? null : besideHead(root, onto);
  const named =
    onto === undefined ? null : beside ? { name: onto, commit: beside.commit } : namedBase(root, onto);
  const going = operationAt(root, at);
  if (going) return { kind: 'operation', going, base: named ?? (await baseIn(session, at, going)) };
  const { configuration } = await session.terms(at);
  const base = named ?? findBase(root, undefined, configuration.base);
  if (!base) throw noBase(null);
  const { head, name, ancestor } = beside ?? besideHead(root, base.commit) ?? {};
  if (!head || !name) throw noBase(null);
  if (ancestor === base.commit) return { kind: 'behind', base };
  return {
    kind: 'ahead',
    base,
    ancestor: ancestor ?? null,
    head: { kind: 'commit', commit: head, label: name },
  };
}

function namedBase(root: string, name: string): Base {
  const commit = commitOf(root, name);
  if (commit === null) throw noBase(name);
  return { name, commit };
}

function noBase(name: string | null): GuardError {
  return new GuardError(
    'no-base',
    name === null
      ? 'it is not known what has landed: git is in the middle of nothing, and there is no base'
      : `--onto ${name}: this clone has no branch or commit of that name`,
    'name it, as in `drizzle-guard rebase --onto origin/main`; `git fetch` brings what is not here; nothing was written',
  );
}

/** Where the migrations of both sides are looked for. */
export function stateOf(root: string, setting: Setting): State {
  if (setting.kind === 'ahead') return setting.head;
  if (setting.kind === 'behind') return { kind: 'worktree' };
  const { going } = setting;
  if (going.kind === 'merge') return going.heads.head;
  return { kind: 'commit', commit: commitOf(root, 'HEAD')!, label: 'HEAD' };
}

/** Which migrations of a database move, and behind what; or why that is not to be decided here. */
export async function rebasingIn(
  session: Session,
  setting: Setting,
  database: Database,
  folder: Folder,
): Promise<Rebasing | Refusal> {
  const { out } = folder;
  const one = { session, database, folder, landedUntil: await landedUntil(session, setting.base, out) };
  if (setting.kind === 'operation') {
    const { going, base } = setting;
    if (going.kind === 'pick')
      return { ...one, ...sidesIn(await sidesOfPick(session, going.pick, out, base)) };
    const apart = await foldersApart(session, [going.heads.head, ...going.heads.others], out);
    if (apart) return renamed(apart, '`drizzle-guard check` says how to bring the two together');
    const sides = await sidesOf(session, going.heads, out, base);
    const { several, isLanded, upgrade } = sides;
    const [mine, theirs] = [sides.mine, sides.theirs];
    if (several.length > 0)
      return undecided(
        `${several.map(({ name }) => name).join(', ')} bring migrations of their own, and none of them has landed`,
        '`git merge --abort`, then merge one head at a time',
      );
    if (upgrade)
      return undecided(
        'one side was upgraded to folders, and the other was not',
        '`drizzle-guard check` says how to bring the two together',
      );
    if (isLanded)
      return undecided(
        `migrations of both sides are on ${base?.name ?? 'the base'}, so none of them may move`,
        `\`git merge --abort\`, then \`git merge ${base?.name ?? '<base>'}\`, which has them in order`,
      );
    return { ...one, ...sidesIn({ mine, theirs }) };
  }
  const { base } = setting;
  const isBehind = setting.kind === 'behind';
  const at = stateOf(session.root, setting);
  const there: Commit = { kind: 'commit', commit: base.commit, label: base.name };
  const apart = await foldersApart(session, [at, there], out);
  if (apart)
    return renamed(
      apart,
      `have all of them where ${base.name} has them, let the config say so, and commit that`,
    );
  if (!isBehind) requireCommitted(session.root, out, base.name);
  const ancestor = isBehind ? base.commit : setting.ancestor;
  const { mine } = await besideBase(session, at, { base, ancestor }, out);
  return {
    ...one,
    mine: {
      name: isBehind ? branchOf(session.root) : setting.head.label,
      at,
      tags: mine.map(({ tag }) => tag),
    },
    theirs: {
      ...{ name: base.name, isLanded: () => true },
      at: { kind: 'commit', commit: base.commit, label: base.name },
    },
  };
}

async function landedUntil(session: Session, base: Base | null, out: string): Promise<number> {
  if (base === null) return 0;
  const { migrations } = await session.history(
    { kind: 'commit', commit: base.commit, label: base.name },
    out,
  );
  return Math.max(0, ...migrations.map(({ timestamp }) => timestamp));
}

function sidesIn({ mine, theirs }: { mine: Side; theirs: Side }): Pick<Rebasing, 'mine' | 'theirs'> {
  const at = ({ commit, name }: Side): Commit => ({ kind: 'commit', commit, label: name });
  const tags = mine.migrations.map(({ tag }) => tag);
  const landed = new Set(theirs.migrations.flatMap((one) => (one.landed ? [one.tag] : [])));
  return {
    mine: { name: mine.name, at: at(mine), tags },
    theirs: { name: theirs.name, at: at(theirs), isLanded: (tag) => landed.has(tag) },
  };
}

function renamed({ own, other }: Apart, help: string): Refusal {
  return undecided(`the migrations lie in ${own} on one side and in ${other} on the other`, help);
}

function undecided(reason: string, help: string): Refusal {
  return { migration: null, reason, with: null, help };
}

/** What is in no commit would not be in the merge that is begun. */
function requireCommitted(root: string, out: string, onto: string): void {
  const [first] = changedIn(root, out === '' ? '.' : out);
  if (first === undefined) return;
  throw new GuardError(
    'not-committed',
    `${first} is not as it was committed, and ${onto} has to be merged for its migrations to stand before yours`,
    'commit it (or `git stash --include-untracked`), then run `drizzle-guard rebase` again; nothing was written',
  );
}
