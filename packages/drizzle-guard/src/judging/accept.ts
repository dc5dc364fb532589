import { goneFrom, setAside, type Accepted } from '../rules/accepted';
import { codesWithin } from '../rules/codes';
import type { Code } from '../rules/index';
import type { About } from '../rules/rule';
import { findingsAbout, type Severities } from '../rules/run';
import { unusedWaivers } from '../rules/configuration/unused-waiver';
import type { Finding } from '../rules/finding';
import type { CheckResult } from './check-folder';

/**
 * Takes out of a result what was accepted, says how much that was, and adds the waivers that are about nothing.
 * To be called when everything that is looked at was looked at.
 * @param replayed whether a replay was asked for
 */
export function accept(result: CheckResult, accepted: Accepted, checks: Severities, replayed = false): void {
  const found = result.findings;
  const { findings, waived, older } = setAside(found, accepted);
  result.findings = findings;
  if (waived > 0) result.waived = waived;
  if (older > 0) result.older = older;
  if (result.error) return;
  const codes = lookedFor(result, found, replayed);
  const unused = unusedWaivers(accepted.waivers, result.name, found, codes);
  result.findings.push(...findingsAbout('configuration', unused, result.name, checks));
  const mine = accepted.baseline.filter(
    ({ database, code }) => database === result.name && codes.has(code as Code),
  );
  const gone = goneFrom(mine, found).length;
  if (gone > 0) result.gone = gone;
}

/** The codes that were looked for in full. A journal that cannot be read hides everything. */
function lookedFor(
  { notChecked }: CheckResult,
  found: readonly Finding[],
  replayed: boolean,
): ReadonlySet<Code> {
  if (found.some(({ code }) => code === 'broken-journal')) return new Set();
  const looked = new Set<About>(['structure']);
  for (const part of ['schema', 'base'] as const) if (!notChecked.includes(part)) looked.add(part);
  if (replayed && !notChecked.includes('replay')) looked.add('replay');
  return codesWithin(looked);
}
