import { GuardError } from '../../errors/guard-error';
import { writeEdits } from '../../files/write-edits';
import { isUnreadable } from '../../history/history';
import { errorIn } from '../../judging/judgement';
import { foundIn, lookedFor, resultOf, type CheckResult } from '../../judging/result-of';
import { goneFrom, setAside } from '../../rules/accepted';
import type { Code } from '../../rules/index';
import { BASELINE_FILE, baselineText } from '../../workspace/baseline';
import type { Examination, Examined } from './examine';

/** A result with the number of findings that were accepted. */
type Accepting = CheckResult & { accepted: number };

/**
 * Writes what was found, and is not waived, to drizzle-guard.baseline.json, in place of what stood there of these
 * databases; what was not looked for now stays there.
 *
 * @returns the results as the next check will see them
 * @throws GuardError `incomplete-look` where one of them could not be looked at in full: nothing is accepted then;
 *   `cannot-write`
 */
export function writeBaseline({ session, configuration, baseline, examined }: Examination): Accepting[] {
  const { checks, waivers } = configuration;
  for (const one of examined) requireWhole(one);
  const results = examined.map(({ judgement }) => ({
    judgement,
    looked: lookedFor(judgement),
    found: setAside(foundIn(judgement).findings, { waivers, baseline: [] }).findings,
  }));
  const isKept = (entry: { database: string; code: string }) => {
    const own = results.find(({ judgement }) => judgement.database.name === entry.database);
    return !own || !own.looked.has(entry.code as Code);
  };
  const found = results.flatMap((one) => one.found);
  const after = [...goneFrom(baseline.filter(isKept), found), ...found];
  const text = after.length === 0 ? null : baselineText(after);
  writeEdits(session.root, [{ file: BASELINE_FILE, after: text }], 'drizzle-guard doctor --baseline');
  return results.map(({ judgement }) => {
    const now = resultOf(judgement, { waivers, baseline: after }, checks);
    return { ...now, accepted: now.older ?? 0 };
  });
}

function requireWhole({ judgement, history }: Examined): void {
  const { name } = judgement.database;
  const error = errorIn(judgement);
  const why = error
    ? `${error.code}: ${error.message}`
    : history && isUnreadable(history)
      ? `broken-journal: ${history.journalFile} cannot be read`
      : null;
  if (why === null) return;
  throw new GuardError(
    'incomplete-look',
    `what is wrong with ${name} is not known in full, so that nothing was accepted of any database: ${why}`,
    error
      ? `${error.help}; then run \`drizzle-guard doctor --baseline\` again`
      : `run \`drizzle-guard doctor --database ${name}\`, mend that, and run \`drizzle-guard doctor --baseline\` again`,
  );
}
