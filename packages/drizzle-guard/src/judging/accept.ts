import { goneFrom, setAside, type Accepted } from '../rules/accepted';
import { lookedFor } from '../rules/codes';
import { settle, type SeverityOverrides } from '../rules/index';
import { unusedWaivers } from '../rules/configuration/unused-waiver';
import type { CheckResult } from './check-folder';

/**
 * Takes out of a result what was accepted, says how much that was, and adds the waivers that are about nothing.
 * To be called when everything that is looked at was looked at.
 * @param replayed whether a replay was asked for
 */
export function accept(
  result: CheckResult,
  accepted: Accepted,
  checks: SeverityOverrides,
  replayed = false,
): void {
  const found = result.findings;
  const { findings, waived, older } = setAside(found, accepted);
  result.findings = findings;
  if (waived > 0) result.waived = waived;
  if (older > 0) result.older = older;
  if (result.error) return;
  const codes = lookedFor(found, result.notChecked, replayed);
  const unused = unusedWaivers(accepted.waivers, result.name, found, codes);
  result.findings.push(...settle(unused, result.name, checks));
  const mine = accepted.baseline.filter(({ database, code }) => database === result.name && codes.has(code));
  const gone = goneFrom(mine, found).length;
  if (gone > 0) result.gone = gone;
}
