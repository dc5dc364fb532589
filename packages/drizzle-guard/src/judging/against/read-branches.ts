import { mergeBase } from '../../git/merge-base';
import { objectsOf } from '../../git/refs';
import { counterpartsIn, isUnreadable, type History, type Migration } from '../../history/history';
import { readMigrations, type ReadMigration } from '../../replay/replay-history';
import type { RadarBranch } from '../../radar/plan';
import type { AgainstBranch, AgainstMigration } from '../../results/against';
import type { Commit, State } from '../../sources/state';
import { listOf } from '../../text/words';
import { divergeHeld, type Held, type Landing } from '../landing';
import { sequenceFaults } from '../preflight';
import type { Session } from '../session';
import type { Branches, NamedBranch } from './find-branches';
import { openNarrowTrees } from './narrow-trees';

/** A branch that brings migrations which the base lacks. */
export interface ReadBranch extends RadarBranch {
  commit: string | null;
  isThis: boolean;
  /** What it brings, in its order, with what makes each the same as one of another branch. */
  read: readonly ReadMigration[];
}

/** One that is told and judged with no other. */
export type Unjudged = Pick<AgainstBranch, 'name' | 'commit' | 'isThis' | 'migrations' | 'why'> & {
  state: 'broken' | 'unrelated';
};

export interface ReadBranches {
  base: History;
  /** What has landed. */
  before: readonly ReadMigration[];
  branches: ReadBranch[];
  unjudged: Unjudged[];
  /** How many bring none, or none that another does not bring too. */
  without: number;
}

/** Equal for one migration on two branches. */
export function identityOf({ migration, statements }: ReadMigration): string {
  return `${migration.tag}\n${statements.map(({ sql }) => sql.replaceAll('\r\n', '\n')).join('\n')}`;
}

/**
 * What branches bring to a migrations folder that the base lacks.
 * @param dir the folder, from the root
 */
export async function readBranches(
  session: Session,
  at: State,
  landing: Landing,
  named: Branches,
  dir: string,
): Promise<ReadBranches> {
  const there: Commit = { kind: 'commit', commit: landing.base.commit, label: landing.base.name };
  const trees = await openNarrowTrees(session, dir, there);
  try {
    const base = await trees.held(there);
    const landed = { base: base.history, before: await readMigrations(base.tree, base.history) };
    const result: ReadBranches = { ...landed, branches: [], unjudged: [], without: 0 };
    const add = (read: ReadBranch | Unjudged | null) => {
      if (read === null || ('read' in read && isKnown(read, result.branches))) return false;
      if ('read' in read) result.branches.push(read);
      else result.unjudged.push(read);
      return true;
    };
    const mine = { tree: await session.tree(at), history: await session.history(at, dir) };
    const before = landing.ancestor === null ? null : await trees.held(commitOf(landing.ancestor));
    add(await readOne({ ...named.own, isThis: true }, mine, base, before));
    const bringing = thoseThatBring(session.root, landing.base.commit, named.others, dir);
    for (const { branch, ancestor } of bringing) {
      const held = await trees.held(commitOf(branch.commit));
      const apart = ancestor === null ? null : await trees.held(commitOf(ancestor));
      if (!add(await readOne({ ...branch, isThis: false }, held, base, apart))) result.without += 1;
    }
    result.without += named.others.length - bringing.length;
    return result;
  } finally {
    trees.close();
  }
}

function commitOf(commit: string): Commit {
  return { kind: 'commit', commit, label: commit.slice(0, 10) };
}

/** Those whose folder is neither that of the base nor what it was where they went apart from it. */
function thoseThatBring(
  root: string,
  base: string,
  branches: readonly NamedBranch[],
  dir: string,
): { branch: NamedBranch; ancestor: string | null }[] {
  const folders = objectsOf(
    root,
    [base, ...branches.map(({ commit }) => commit)].map((commit) => `${commit}:${dir}`),
  );
  const others = branches.filter((_, at) => folders[at + 1] !== null && folders[at + 1] !== folders[0]);
  const apart = others.map((branch) => ({ branch, ancestor: mergeBase(root, base, [branch.commit]) }));
  const before = objectsOf(
    root,
    apart.flatMap(({ branch, ancestor }) => [
      `${branch.commit}:${dir}`,
      `${ancestor ?? branch.commit}:${dir}`,
    ]),
  );
  return apart.filter(({ ancestor }, at) => ancestor === null || before[2 * at] !== before[2 * at + 1]);
}

async function readOne(
  branch: { name: string; commit: string | null; isThis: boolean },
  held: Held,
  base: Held,
  before: Held | null,
): Promise<ReadBranch | Unjudged | null> {
  const { history, tree } = held;
  const told = { name: branch.name, commit: branch.commit, isThis: branch.isThis };
  const broken = (why: string): Unjudged => ({ ...told, migrations: [], state: 'broken', why });
  if (isUnreadable(history)) return broken(`${history.journalFile} cannot be read there`);
  const { mine } = await divergeHeld(held, base, before);
  if (mine.length === 0) return null;
  const faults = [...new Set(sequenceFaults(history, '').map(({ code }) => code))];
  if (faults.length > 0) return broken(`its history has ${listOf(faults)}`);
  if (!hasCommon(held, base))
    return {
      ...told,
      migrations: mine.map(toldOf),
      state: 'unrelated',
      why: 'it has no migration in common with the base',
    };
  const read = await readMigrations(tree, { ...history, migrations: [...mine] } as typeof history);
  return { ...told, history, migrations: mine, read };
}

/** A migration as it is told. */
export function toldOf({ tag, timestamp }: Migration): AgainstMigration {
  const date = new Date(timestamp);
  return { migration: tag, madeAt: Number.isNaN(date.getTime()) ? null : date.toISOString() };
}

function hasCommon({ history }: Held, base: Held): boolean {
  if (base.history.migrations.length === 0) return true;
  const there = counterpartsIn(base.history, history);
  return history.migrations.some((one: Migration) => there(one) !== undefined);
}

/** Whether another one brings the very same: the branch as it is here and as it was pushed, one without migrations of its own. */
function isKnown(branch: ReadBranch, others: readonly ReadBranch[]): boolean {
  const own = branch.read.map(identityOf).join('\n\n');
  return others.some((other) => other.read.map(identityOf).join('\n\n') === own);
}
