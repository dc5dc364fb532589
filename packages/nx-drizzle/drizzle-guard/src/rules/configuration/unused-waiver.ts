import { isAbout, type Waiver } from '../accepted';
import type { WaiverContext } from '../contexts';
import type { Finding } from '../finding';
import type { Code } from '../index';
import { defineRule } from '../rule';

export const unusedWaiver = defineRule({
  code: 'unused-waiver',
  severity: 'warning',
  explain: `A waiver in drizzle-guard.json is about no finding: what it excused was mended, or its database, migration or file is written differently. Left there it would excuse the next one of its kind without anybody having looked.

It is only said where everything that the waiver could be about was looked at: one for stale-schema not where the schema could not be judged, one for what is compared with a base not without --base.

Way out: take it out of "waivers", or correct the name in it.`,
  effect: 'it would excuse the next finding of its kind without anybody having looked',
  find: {
    configuration: ({ unused }) =>
      unused.map(({ waiver: { database, code, migration, file, reason }, why }) => {
        const about = [code, database, migration, file].filter((part) => part !== undefined).join(' ');
        return {
          ...(migration === undefined ? {} : { migration }),
          file: 'drizzle-guard.json',
          message: `the waiver "${about}" (${reason}) ${why}`,
          help: 'take it out of "waivers" in drizzle-guard.json, or correct the name in it',
        };
      }),
  },
});

/**
 * The waivers of a database that are about none of its findings.
 * @param lookedFor the codes that were looked for in full
 */
export function unusedWaivers(
  waivers: readonly Waiver[],
  database: string,
  found: readonly Finding[],
  lookedFor: ReadonlySet<Code>,
): WaiverContext {
  const unused = waivers
    .filter((waiver) => waiver.database === database && (lookedFor as ReadonlySet<string>).has(waiver.code))
    .filter((waiver) => !found.some((finding) => isAbout(waiver, finding)));
  return { unused: unused.map((waiver) => ({ waiver, why: 'matches nothing' })) };
}

/** Waivers of databases that the workspace does not have. */
export function strangeWaivers(waivers: readonly Waiver[], known: readonly string[]): WaiverContext {
  const why = `names a database that is not here: there is ${known.join(', ')}`;
  return { unused: waivers.map((waiver) => ({ waiver, why })) };
}
