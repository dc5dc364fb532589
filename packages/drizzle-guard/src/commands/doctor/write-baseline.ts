import { writeEdits } from '../../files/write-edits';
import { foundIn, resultOf, type CheckResult } from '../../judging/result-of';
import { setAside } from '../../rules/accepted';
import { BASELINE_FILE, baselineText } from '../../workspace/baseline';
import type { Examination } from './examine';

/** A result with the number of findings that were accepted, where the database could be looked at in full. */
type Accepting = CheckResult & { accepted?: number };

/**
 * Writes what was found, and is not waived, to drizzle-guard.baseline.json, in place of what stood there of these
 * databases. Of a database that could not be looked at in full the old entries stay.
 *
 * @returns the results as the next check will see them
 * @throws GuardError `cannot-write`
 */
export function writeBaseline({ root, configuration, baseline, examined }: Examination): Accepting[] {
  const { checks, waivers } = configuration;
  const results = examined.map(({ judgement }) => ({ judgement, result: foundIn(judgement) }));
  const judged = results.flatMap(({ result }) => (result.error ? [] : [result]));
  const names = new Set(judged.map(({ name }) => name));
  const found = judged.flatMap(({ findings }) => setAside(findings, { waivers, baseline: [] }).findings);
  const entries = [...baseline.filter(({ database }) => !names.has(database)), ...found];
  const after = entries.length === 0 ? null : baselineText(entries);
  writeEdits(root, [{ file: BASELINE_FILE, after }], 'drizzle-guard doctor --baseline');
  return results.map(({ judgement, result }) => {
    if (result.error) return result;
    const now = resultOf(judgement, { waivers, baseline: found }, checks);
    return { ...now, accepted: now.older ?? 0 };
  });
}
