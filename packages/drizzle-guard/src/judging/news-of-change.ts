import { commitOf, type Base } from '../git/base';
import type { HookDatabase } from '../results/hook-result';
import { setAside } from '../rules/accepted';
import type { Commit, State } from '../sources/state';
import { judge } from './judge';
import { findingsIn, type Judgement } from './judgement';
import { newsOf, type ChangeTerms } from './news-of';
import { isRelevant } from './relevant';
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
  if (!isRelevant(change.changed)) return nothing;
  const { parents: beside, changed } = change;
  const prove = { beside, changed, newest: false, shadow: true };
  const judgements = await judge(session, change.state, undefined, prove);
  if (judgements.length === 0) return nothing;
  const { configuration, baseline } = await session.workspace(change.state);
  const terms: ChangeTerms = {
    changed: change.changed,
    accepted: { waivers: configuration.waivers, baseline },
    cannotTell: configuration.cannotTell,
  };
  const parents = await judgeParents(session, change, judgements, terms);
  const moved = judgements.filter((judgement) => changesFolder(change, judgement));
  const base = moved.length > 0 ? change.baseOf(configuration.base) : null;
  const databases: HookDatabase[] = [];
  for (const now of judgements) {
    const ofBase =
      base && moved.includes(now)
        ? await (await import('./news-of-base')).newsOfBase(session, change, now, base)
        : { blocking: [], warnings: [] };
    databases.push(newsOf(now, parents.get(now.database.name) ?? [], ofBase, terms));
  }
  return {
    databases,
    base,
    folders: Object.fromEntries(
      judgements.flatMap(({ database, folder }) => (folder ? [[database.name, folder.out]] : [])),
    ),
    notes: moved.length > 0 ? noteOnBase(session.root, configuration.base, base) : [],
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
    (judgement) => !judgement.folder || setAside(findingsIn(judgement), accepted).findings.length > 0,
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
