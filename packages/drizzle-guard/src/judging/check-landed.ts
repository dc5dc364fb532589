import { findingsAbout, type Severities } from '../rules/run';
import { GuardError } from '../errors/guard-error';
import { isUnreadable } from '../history/history';
import { readHistory, type HeadCache } from '../history/read-history';
import { besideLanded } from './landed';
import { readHeads } from '../answers/store';
import type { CheckResult } from './check-folder';
import type { OpenSides } from './open-sides';

/**
 * Adds to a result what its migrations mean to the base, and says that the base was looked at.
 * @param out the migrations folder
 * @param known heads of snapshots, where somebody has read them already
 * @throws GuardError `unreadable-base` where the base's list of migrations cannot be read
 */
export async function checkLanded(
  { tree, landed, place }: OpenSides,
  out: string,
  checks: Severities,
  result: CheckResult,
  known?: HeadCache,
): Promise<void> {
  if (!landed || !place) return;
  const heads = known ?? readHeads(place.gitDir);
  const history = await readHistory(tree, out, heads);
  // What belongs to it is not known, and broken-journal says so; "base" stays among what was not checked.
  if (isUnreadable(history)) return;
  const context = await besideLanded({ tree, history }, landed, heads);
  if (isUnreadable(context.base.history))
    throw new GuardError(
      'unreadable-base',
      `${context.base.history.journalFile} cannot be read on ${landed.base.name}, so it is not known what has landed`,
      `mend it on ${landed.base.name} first; \`drizzle-guard check\` without --base judges this side alone`,
    );
  result.findings = [...result.findings, ...findingsAbout('base', context, result.name, checks)];
  result.notChecked = result.notChecked.filter((part) => part !== 'base');
}
