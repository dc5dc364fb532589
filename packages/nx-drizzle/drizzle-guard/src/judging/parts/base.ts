import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { isUnreadable } from '../../history/history';
import type { Folder, Part } from '../../results/judged';
import { findingsAbout } from '../../rules/run';
import type { State } from '../../sources/state';
import type { Database } from '../../workspace/discover';
import { besideBase, type Landing } from '../landing';
import type { Session } from '../session';
import { withoutProven } from '../without-proven';

/**
 * What the migrations of a state mean to its base. Where they, or those of the base, are not known, `base` stays among
 * what was not checked; of the former broken-journal says so, of the latter the error.
 */
export async function basePart(
  session: Session,
  at: State,
  database: Database,
  folder: Folder,
  landing: Landing,
): Promise<Part> {
  const { out } = folder;
  const nothing: Part = { about: 'base', findings: [], missing: 'base' };
  try {
    if (isUnreadable(await session.history(at, out))) return nothing;
    const context = await besideBase(session, at, landing, out);
    const { base } = context;
    if (isUnreadable(base.history))
      throw new GuardError(
        'unreadable-base',
        `${base.history.journalFile} cannot be read on ${base.name}, so it is not known what has landed`,
        `mend it on ${base.name} first; \`drizzle-guard check\` without --base judges this side alone`,
      );
    const { checks } = (await session.terms(at)).configuration;
    const findings = findingsAbout('base', context, database.name, checks);
    const doubted = { at, base: landing.base, database, folder, context };
    return { about: 'base', findings: await withoutProven(session, findings, doubted) };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return { ...nothing, error: failureOf(thrown) };
  }
}
