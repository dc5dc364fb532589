import { commitOf, type Base } from '../git/base';
import type { HookDatabase } from '../results/hook-result';
import { setAside } from '../rules/accepted';
import { codesWith } from '../rules/codes';
import type { Finding } from '../rules/finding';
import type { Commit, State } from '../sources/state';
import { folderOf } from '../text/paths';
import { judge } from './judge';
import { findingsIn, uncomparedSchema, type Judgement } from './judgement';
import { newsOf, type BaseNews, type ChangeTerms } from './news-of';
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
  const uncompared: string[] = [];
  let isLossTold = false;
  for (const now of judgements) {
    const ofBase =
      base && moved.includes(now)
        ? await (await import('./news-of-base')).newsOfBase(session, change, now, base)
        : NOTHING_NEW;
    const before = parents.get(now.database.name) ?? [];
    const { findings, note } = await newsOfUncompared(session, change, now, before);
    const ofChange = { ...ofBase, blocking: [...findings, ...ofBase.blocking] };
    const database = newsOf(now, before, ofChange, terms);
    // What stops it has to be mended first, and is looked at again then.
    if (note !== null && database.blocking.length === 0) uncompared.push(note);
    const lost = moved.includes(now) ? await lossesOf(session, change, now, base, database) : [];
    const told = setAside(lost, terms.accepted).findings;
    isLossTold ||= told.length > 0;
    databases.push(withFindings(database, told));
  }
  return {
    databases,
    base,
    folders: Object.fromEntries(
      judgements.flatMap(({ database, folder }) => (folder ? [[database.name, folder.out]] : [])),
    ),
    notes: [
      ...unseen,
      ...uncompared,
      ...(moved.length > 0 ? noteOnBase(session.root, configuration.base, base) : []),
      ...(base?.assumed && isLossTold ? [NO_BASE] : []),
    ],
  };
}

const NO_BASE =
  'no base was found, so it is not known what has landed: the other side of this merge was taken for it; "base" in drizzle-guard.json names it (or `git fetch`, where there is a remote)';

const NOTHING_NEW: BaseNews = { blocking: [], warnings: [] };

/**
 * What a merge loses of its sides. Where the sides have to be put in order, that brings it back, and is the one thing to say.
 */
async function lossesOf(
  session: Session,
  { state, sides }: Change,
  { folder, database }: Judgement,
  base: Base | null,
  { blocking }: HookDatabase,
): Promise<Finding[]> {
  if (!sides || blocking.some(({ code }) => codesWith('two-sides').has(code))) return [];
  const { checks } = (await session.terms(state)).configuration;
  const { lostInMerge } = await import('./lost-in-merge');
  const merge = { state, sides, out: folder!.out, database: database.name, severities: checks };
  return lostInMerge(session, merge, base);
}

function withFindings(database: HookDatabase, more: readonly Finding[]): HookDatabase {
  const isError = ({ severity }: Finding) => severity === 'error';
  return {
    ...database,
    blocking: [...database.blocking, ...more.filter(isError)],
    warnings: [...database.warnings, ...more.filter((one) => !isError(one))],
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

async function newsOfUncompared(
  session: Session,
  { state, parents }: Change,
  now: Judgement,
  before: readonly Judgement[],
): Promise<{ findings: readonly Finding[]; note: string | null }> {
  if (!uncomparedSchema(now)) return { findings: [], note: null };
  return (await import('./news-of-schema')).newsOfSchema(session, state, parents(), now, before);
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
