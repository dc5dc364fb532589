import type { Base } from '../git/base';
import { diverge, type Divergence } from '../history/divergence';
import { nameIn, type History, type Migration } from '../history/history';
import type { BaseContext, BranchConflict } from '../rules/contexts';
import { keyOf, type Commit, type State } from '../sources/state';
import type { Tree } from '../sources/tree';
import { editedSnapshots } from './edited-snapshots';
import { folderAt } from './folder-at';
import type { Session } from './session';

/** What the work will land on, and the commit at which the two went apart; null where they have nothing in common. */
export interface Landing {
  base: Base;
  ancestor: string | null;
}

/** A migrations folder as a Tree holds it. */
export interface Held {
  tree: Tree;
  history: History;
}

/**
 * Sets a history beside the one that has landed in the same folder, or in the one that was renamed to it since.
 * @param dir the migrations folder, from the root
 */
export function besideBase(session: Session, at: State, landing: Landing, dir: string): Promise<BaseContext> {
  const { base, ancestor } = landing;
  const key = JSON.stringify(['beside base', keyOf(at), base, ancestor, dir]);
  return session.once(key, () => setBeside(session, at, landing, dir));
}

async function setBeside(
  session: Session,
  at: State,
  { base, ancestor }: Landing,
  dir: string,
): Promise<BaseContext> {
  const heldAt = async (state: State): Promise<Held> => {
    const folder = await folderAt(session, state, at, dir);
    const [tree, history] = await Promise.all([session.tree(state), session.history(state, folder)]);
    return { tree, history };
  };
  const commit = (id: string, label: string): Commit => ({ kind: 'commit', commit: id, label });
  const mine = await heldAt(at);
  const [theirs, before] = await Promise.all([
    heldAt(commit(base.commit, base.name)),
    ancestor === null ? null : heldAt(commit(ancestor, `where ${base.name} went apart`)),
  ]);
  const context = await compareHeld(base.name, mine, theirs, before);
  if (context.theirs.length === 0 || ancestor === null) return context;
  return { ...context, base: { ...context.base, source: ancestor.slice(0, 12) } };
}

/** The same of histories that were read already. */
export async function compareHeld(
  baseName: string,
  mine: Held,
  theirs: Held,
  before: Held | null,
): Promise<BaseContext> {
  return {
    ...(await divergeHeld(mine, theirs, before)),
    history: mine.history,
    base: { name: baseName, history: theirs.history, source: baseName },
    editedSnapshots: await editedSnapshots(mine, theirs, before),
    conflicts: await conflictsWith(mine, theirs),
  };
}

/** What each of them has that the other has not, and no more. */
export async function divergeHeld(mine: Held, theirs: Held, before: Held | null): Promise<Divergence> {
  const sides = [mine, theirs, ...(before ? [before] : [])];
  const texts = await sqlOf(sides);
  const recorded = (side: Held) => ({ history: side.history, sql: texts[sides.indexOf(side)]! });
  return diverge(recorded(mine), recorded(theirs), before && recorded(before));
}

/** A journal has no branches, and nothing is loaded for it. */
async function conflictsWith(mine: Held, theirs: Held): Promise<BranchConflict[]> {
  if (mine.history.layout === 'journal' || theirs.history.layout === 'journal') return [];
  return (await import('./branch-conflicts')).conflictsBetween(mine, theirs);
}

/**
 * The SQL of each side, by tag. What git knows to be the same bytes wherever a migration is is not read: its id stands for
 * it. An upgrade of the layout leaves those as they are.
 */
async function sqlOf(sides: readonly Held[]): Promise<Map<string, string>[]> {
  const isOne = sides.every(({ history }) => history.layout === sides[0]!.history.layout);
  const files = sides.map(({ tree, history }) => {
    const named = (one: Migration) => (isOne ? one.tag : nameIn('folders', one, history));
    const there = history.migrations.filter(({ hasSql }) => hasSql);
    return new Map(there.map((one) => [named(one), { one, id: tree.idOf(one.sqlFile) }]));
  });
  const textsOf = async ({ tree }: Held, own: (typeof files)[number]) => {
    const texts = new Map<string, string>();
    for (const [name, { one, id }] of own) {
      const same = id !== null && files.every((of) => of.get(name)?.id === id);
      texts.set(one.tag, same ? id : comparable(await tree.read(one.sqlFile)));
    }
    return texts;
  };
  return Promise.all(sides.map((side, at) => textsOf(side, files[at]!)));
}

/** A character a byte, so that a byte order mark counts; but git may give the same migration other line ends elsewhere. */
function comparable(sql: Buffer | undefined): string {
  return (sql?.toString('latin1') ?? '').replaceAll('\r\n', '\n');
}
