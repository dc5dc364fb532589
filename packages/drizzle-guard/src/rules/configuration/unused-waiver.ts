import { isAbout, type Waiver } from '../accepted';
import type { Finding, FindingDraft } from '../finding';

export const unusedWaiver = {
  code: 'unused-waiver',
  severity: 'warning',
  explain: `A waiver in drizzle-guard.json is about no finding: what it excused was mended, or its database, migration or file is written differently. Left there it would excuse the next one of its kind without anybody having looked.

It is only said where everything that the waiver could be about was looked at: one for stale-schema not where the schema could not be judged, one for what is compared with a base not without --base.

Way out: take it out of "waivers", or correct the name in it.`,
} as const;

/**
 * The waivers of a database that are about none of its findings.
 * @param lookedFor the codes that were looked for in full
 */
export function unusedWaivers(
  waivers: readonly Waiver[],
  database: string,
  found: readonly Finding[],
  lookedFor: ReadonlySet<string>,
): FindingDraft[] {
  return waivers
    .filter((waiver) => waiver.database === database && lookedFor.has(waiver.code))
    .filter((waiver) => !found.some((finding) => isAbout(waiver, finding)))
    .map((waiver) => draftOf(waiver, 'matches nothing'));
}

/** A waiver of a database that the workspace does not have. */
export function strangeWaiver(waiver: Waiver, known: readonly string[]): FindingDraft {
  return draftOf(waiver, `names a database that is not here: there is ${known.join(', ')}`);
}

function draftOf({ database, code, migration, file, reason }: Waiver, what: string): FindingDraft {
  const about = [code, database, migration, file].filter((part) => part !== undefined).join(' ');
  return {
    code: unusedWaiver.code,
    severity: unusedWaiver.severity,
    ...(migration === undefined ? {} : { migration }),
    file: 'drizzle-guard.json',
    message: `the waiver "${about}" (${reason}) ${what}`,
    help: 'take it out of "waivers" in drizzle-guard.json, or correct the name in it',
  };
}
