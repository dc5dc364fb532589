import type { Base } from '../git/base';
import type { HookDatabase } from '../results/hook-result';
import { setAside } from '../rules/accepted';
import type { Finding } from '../rules/finding';
import { uncomparedSchema, type Judgement } from './judgement';
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
  const { now, before, base, isMoved } = changed;
  const { blocking, warnings } =
    base && isMoved
      ? await (await import('./news-of-base')).newsOfBase(session, change, now, base)
      : NOTHING_NEW;
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
