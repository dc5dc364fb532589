import type { Contexts } from '../src/rules/contexts';
import type { Draft } from '../src/rules/finding';
import type { Code } from '../src/rules/index';
import type { About } from '../src/rules/rule';
import { findingsAbout } from '../src/rules/run';

/** A finding without what does not depend on the rule: its severity and its database. */
export type Found = Draft & { code: Code };

/** What the rules about something find. */
export function found<A extends About>(about: A, context: Contexts[A]): Found[] {
  return findingsAbout(about, context, 'shop', {}).map(({ severity: _, database: __, ...rest }) => rest);
}
