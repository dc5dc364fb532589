import { setAside } from '../../rules/accepted';
import { BASELINE_FILE, baselineText } from '../../workspace/baseline';
import { writeEdits } from '../../files/write-edits';
import { accept } from '../../judging/accept';
import type { CheckResult } from '../../judging/check-folder';
import type { Examination } from '../../judging/examine';

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
  const results = examined.map(({ result }) => result);
  const judged = results.filter(({ error }) => !error);
  const names = new Set(judged.map(({ name }) => name));
  const found = judged.flatMap(({ findings }) => setAside(findings, { waivers, baseline: [] }).findings);
  const entries = [...baseline.filter(({ database }) => !names.has(database)), ...found];
  const after = entries.length === 0 ? null : baselineText(entries);
  writeEdits(root, [{ file: BASELINE_FILE, after }], 'drizzle-guard doctor --baseline');
  for (const result of judged) accept(result, { waivers, baseline: found }, checks);
  return results.map((result) => (result.error ? result : { ...result, accepted: result.older ?? 0 }));
}
