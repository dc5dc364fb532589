import { commitOf, type Base } from '../git/base';
import type { HookDatabase } from '../results/hook-result';
import { setAside } from '../rules/accepted';
import type { Commit, State } from '../sources/state';
import { folderOf } from '../text/paths';
import { judge } from './judge';
import { findingsIn, uncomparedSchema, type Judgement } from './judgement';
import type { ChangeTerms } from './news-of';
import { newsOfDatabase } from './news-of-database';
import { isRelevant, mayBeLink } from './relevant';
import type { Session } from './session';

/** A change that is about to be recorded or sent. */
export interface Change {
  /** What it would result in. */
  state: State;
  /** Commits whose findings are not its fault: HEAD, and in a merge the other sides. */
  parents: () => readonly Commit[];
  /** Paths that it changes. */
  changed: readonly string[];
  /** Compared with the base: `added` for what this change adds, `all` for everything that has not landed. */
  againstBase: 'added' | 'all' | 'none';
  /** Given `base` of drizzle-guard.json: what counts as landed. */
  baseOf: (configured: string | undefined) => Base | null;
  /** Whether a fork with the base stops it; else it is a warning. */
  forkBlocks: boolean;
  /** What it merges, HEAD first, by the names that people know them by: it may lose nothing of them. */
  sides?: readonly Commit[];
}

export interface ChangeNews {
  databases: HookDatabase[];
  base: Base | null;
  /** Migrations folders by database, for what else is to be said. */
  folders: Record<string, string>;
  /** Lines for people that are no findings. */
  notes: string[];
}

/** What a change brings that was not there before. */
export async function newsOfChange(session: Session, change: Change): Promise<ChangeNews> {
  const nothing: ChangeNews = { databases: [], base: null, folders: {}, notes: [] };
  const { changed, parents: beside } = change;
  if (!isRelevant(changed, session.answers.watched()) && !changed.some(mayBeLink)) return nothing;
  const prove = { beside, changed, newest: false, shadow: true };
  const judgements = await judge(session, change.state, undefined, prove);
  const { configuration, baseline, notes } = await session.workspace(change.state);
  const unseen = notes.filter(({ file }) => concerns(change, file)).map(({ text }) => text);
  if (judgements.length === 0) return { ...nothing, notes: unseen };
  const terms: ChangeTerms = {
    changed: change.changed,
    accepted: { waivers: configuration.waivers, baseline },
    cannotTell: configuration.cannotTell,
  };
  const parents = await judgeParents(session, change, judgements, terms);
  const moved = judgements.filter((judgement) => changesFolder(change, judgement));
  const base = moved.length > 0 ? change.baseOf(configuration.base) : null;
  const databases: HookDatabase[] = [];
  const said: string[] = [];
  for (const now of judgements) {
    const before = parents.get(now.database.name) ?? [];
    const news = await newsOfDatabase(
      session,
      change,
      { now, before, base, isMoved: moved.includes(now) },
      terms,
    );
    databases.push(news.database);
    said.push(...news.notes);
  }
  return {
    databases,
    base,
    folders: Object.fromEntries(
      judgements.flatMap(({ database, folder }) => (folder ? [[database.name, folder.out]] : [])),
    ),
    notes: [
      ...unseen,
      ...(moved.length > 0 ? noteOnBase(session.root, configuration.base, base) : []),
      ...new Set(said),
    ],
  };
}

/** Of the databases that have something to say, what they were before, by name. */
async function judgeParents(
  session: Session,
  { parents }: Change,
  judgements: readonly Judgement[],
  { accepted }: ChangeTerms,
): Promise<Map<string, Judgement[]>> {
  const wanting = judgements.filter(
    (judgement) =>
      !judgement.folder ||
      uncomparedSchema(judgement) ||
      setAside(findingsIn(judgement), accepted).findings.length > 0,
  );
  const older = new Map<string, Judgement[]>();
  if (wanting.length === 0) return older;
  const only = new Set(wanting.map(({ database }) => database.name));
  for (const parent of parents())
    for (const judgement of await judge(session, parent, only)) {
      const { name } = judgement.database;
      older.set(name, [...(older.get(name) ?? []), judgement]);
    }
  return older;
}

/** What was not looked at is told of where the change touches it, and not with every commit. */
function concerns({ changed }: Change, file: string): boolean {
  const folder = folderOf(file);
  return changed.some((path) => path === file || (folder !== '' && path.startsWith(`${folder}/`)));
}

function changesFolder({ changed, againstBase }: Change, { folder }: Judgement): boolean {
  if (!folder || againstBase === 'none') return false;
  return changed.some((path) => path.startsWith(`${folder.out}/`));
}

/** A base that is stated and is not there has been passed over: a typing error, or a branch that nobody fetched. */
function noteOnBase(root: string, configured: string | undefined, base: Base | null): string[] {
  if (configured === undefined || base?.name === configured || commitOf(root, configured) !== null) return [];
  const instead =
    base && !base.assumed ? `${base.name} was taken instead` : 'what has landed was not compared';
  return [
    `drizzle-guard.json says "base": "${configured}", which this clone does not have, so ${instead}: correct it, or \`git fetch\` it`,
  ];
}
