import type { Base } from '../git/base';
import { mergeBase } from '../git/merge-base';
import type { HookDatabase } from '../results/hook-result';
import { setAside } from '../rules/accepted';
import type { Finding } from '../rules/finding';
import type { State } from '../sources/state';
import { millisecondsOf } from '../text/duration';
import { uncomparedSchema, type Judgement } from './judgement';
import type { Landing } from './landing';
import { newsOf, type BaseNews, type ChangeTerms } from './news-of';
import type { Change } from './news-of-change';
import type { Session } from './session';

/** One database in a change. */
export interface Changed {
  now: Judgement;
  /** The same in the parents. */
  before: readonly Judgement[];
  base: Base | null;
  /** Whether its migrations folder is changed. */
  isMoved: boolean;
}

/**
 * What a change brings to one database: what it has itself, what it means to the base, what a schema says that no snapshot
 * can be compared with, and, in a merge, what of its sides is lost.
 * @returns notes lines for people that are no findings
 */
export async function newsOfDatabase(
  session: Session,
  change: Change,
  changed: Changed,
  terms: ChangeTerms,
): Promise<{ database: HookDatabase; notes: string[] }> {
  const { before, base, isMoved } = changed;
  const ofBase =
    base && isMoved
      ? await (await import('./news-of-base')).newsOfBase(session, change, changed.now, base)
      : NOTHING_NEW;
  const { now, blocking, warnings } = isMoved
    ? await withMeetings(session, change, changed, ofBase)
    : { now: changed.now, ...ofBase };
  const uncompared = await newsOfUncompared(session, change, changed);
  const own = newsOf(now, before, { blocking: [...uncompared.findings, ...blocking], warnings }, terms);
  const lost = setAside(await lossesOf(session, change, changed, own), terms.accepted).findings;
  // What stops it has to be mended first, and is looked at again then.
  const isStopped = own.blocking.length > 0;
  return {
    database: withFindings(own, lost),
    notes: [
      ...(uncompared.note !== null && !isStopped ? [uncompared.note] : []),
      ...(base?.assumed && lost.length > 0 ? [NO_BASE] : []),
    ],
  };
}

/** With the verdict on what comes together in a merge, or would where it is pushed to. */
async function withMeetings(
  session: Session,
  { state, sides, againstBase }: Change,
  { now, base }: Changed,
  { blocking, warnings }: BaseNews,
): Promise<BaseNews & { now: Judgement }> {
  const told = { now, blocking, warnings };
  const isPushed = state.kind === 'commit' && againstBase === 'all' && base;
  if (!now.folder || (!sides && !isPushed)) return told;
  const { meetingsInMerge, meetingWithBase } = await import('./meetings');
  const { out } = now.folder;
  const beside =
    sides || !base ? null : await meetingWithBase(session, state, landingOn(session, state, base), out);
  const meetings = sides ? await meetingsInMerge(session, state, sides, out) : beside ? [beside] : [];
  if (meetings.length === 0) return told;
  const { meetingPart, unread, withVerdicts } = await import('./parts/meeting');
  const { proofLimit } = (await session.terms(state)).configuration;
  const asking = { isAsked: false, shadow: true, limit: millisecondsOf(proofLimit) };
  const part = await meetingPart(session, state, now.database, now.folder, meetings, asking);
  const judged = { ...now, parts: withVerdicts(now.parts, part) };
  if (part.isUnknown) return { ...told, now: judged };
  return { now: judged, blocking: unread(blocking), warnings: unread(warnings) };
}

function landingOn(session: Session, state: State, base: Base): Landing {
  const tips = state.kind === 'commit' ? [state.commit] : [];
  return { base, ancestor: mergeBase(session.root, base.commit, tips) };
}

const NO_BASE =
  'no base was found, so it is not known what has landed: the other side of this merge was taken for it; "base" in drizzle-guard.json names it (or `git fetch`, where there is a remote)';

const NOTHING_NEW: BaseNews = { blocking: [], warnings: [] };

async function newsOfUncompared(
  session: Session,
  { state, parents }: Change,
  { now, before }: Changed,
): Promise<{ findings: readonly Finding[]; note: string | null }> {
  if (!uncomparedSchema(now)) return { findings: [], note: null };
  return (await import('./news-of-schema')).newsOfSchema(session, state, parents(), now, before);
}

async function lossesOf(
  session: Session,
  { state, sides }: Change,
  { now: { folder, database }, base, isMoved }: Changed,
  { blocking }: HookDatabase,
): Promise<Finding[]> {
  if (!sides || !isMoved) return [];
  const { checks } = (await session.terms(state)).configuration;
  const { lostInMerge } = await import('./lost-in-merge');
  const merge = {
    state,
    sides,
    out: folder!.out,
    database: database.name,
    severities: checks,
    told: blocking,
  };
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
