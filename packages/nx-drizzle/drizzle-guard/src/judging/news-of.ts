import type { Inputs } from '../answers/inputs';
import { touches } from '../answers/touches';
import type { HookDatabase } from '../results/hook-result';
import { covers, setAside, type Accepted } from '../rules/accepted';
import type { Finding } from '../rules/finding';
import { errorIn, findingsIn, notProvedIn, standInsIn, toldOnce, type Judgement } from './judgement';

/** What a change means to the base: what stops it, and what is only said. */
export interface BaseNews {
  blocking: readonly Finding[];
  warnings: readonly Finding[];
}

/** What a change says of itself: a waiver counts from the commit on that brings it. */
export interface ChangeTerms {
  /** Paths that it changes. */
  changed: readonly string[];
  accepted: Accepted;
  cannotTell: 'error' | 'warning';
}

/**
 * What a change brings that none of the states before it had. Pure.
 * @param now what it would result in
 * @param parents the same database in the states whose findings are not its fault
 */
export function newsOf(
  now: Judgement,
  parents: readonly Judgement[],
  { blocking, warnings }: BaseNews,
  { changed, accepted, cannotTell }: ChangeTerms,
): HookDatabase {
  const unaccepted = (findings: readonly Finding[]) => setAside(findings, accepted).findings;
  const present = unaccepted(findingsIn(now));
  const fresh = newFindings(
    present,
    parents.map((parent) => findingsIn(parent)),
  );
  const all = toldOnce([...fresh, ...unaccepted(blocking)]);
  const standIns = standInsIn(now);
  const isError = ({ severity }: Finding) => severity === 'error';
  return {
    name: now.database.name,
    blocking: all.filter(isError),
    warnings: [...all.filter((finding) => !isError(finding)), ...unaccepted(warnings)],
    older: present.length - fresh.length,
    ...(standIns.length > 0 ? { standIns } : {}),
    // What stops it comes first.
    ...(all.some(isError) ? {} : notProvedIn(now)),
    failure: errorIn(now) ?? null,
    excuse: excuseFor(now, cannotTell, changed),
  };
}

/** The findings that none of the older states has. */
export function newFindings(present: readonly Finding[], older: readonly (readonly Finding[])[]): Finding[] {
  return present.filter((finding) => !older.some((findings) => findings.some((old) => covers(old, finding))));
}

/** What no drizzle-kit that is installed can tell is not for a commit to mend. */
function excuseFor(
  now: Judgement,
  cannotTell: ChangeTerms['cannotTell'],
  changed: readonly string[],
): HookDatabase['excuse'] {
  if (errorIn(now)?.code === 'unsupported-dialect') return 'unserved';
  return now.restsOn && excuseOf(now.restsOn, cannotTell, changed);
}

function excuseOf(
  restsOn: Inputs,
  cannotTell: ChangeTerms['cannotTell'],
  changed: readonly string[],
): HookDatabase['excuse'] {
  if (!touches(restsOn, changed)) return 'untouched';
  return cannotTell === 'warning' ? 'configured' : null;
}
