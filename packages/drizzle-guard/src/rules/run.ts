import type { Contexts } from './contexts';
import type { Finding, Severity } from './finding';
import { rulesAbout, type Code } from './index';
import type { About, Rule } from './rule';

/** What the user's configuration says of each code. */
export type Severities = Readonly<Partial<Record<Code, Severity | 'off' | undefined>>>;

/**
 * What the rules about something find in a database, in order of cause, at the severity in force; those that are
 * switched off find nothing.
 * @param only the codes of those that are asked; by default all
 */
export function findingsAbout<A extends About>(
  about: A,
  context: Contexts[A],
  database: string,
  severities: Severities,
  only?: ReadonlySet<Code>,
): Finding[] {
  const rules: readonly (Rule & { code: Code })[] = rulesAbout[about];
  return rules.flatMap(({ code, severity: usual, find }) => {
    const severity = severities[code] ?? usual;
    const isAsked = severity !== 'off' && (only?.has(code) ?? true);
    const drafts = !isAsked ? [] : find[about]!(context);
    return drafts.map((draft) => ({ code, ...draft, severity: severity as Severity, database }));
  });
}
