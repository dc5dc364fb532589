import { decideOn } from '../src/doctor/decisions';
import { diagnose } from '../src/doctor/diagnose';
import type { History } from '../src/history/history';
import type { Contexts } from '../src/rules/contexts';
import type { Draft, Finding } from '../src/rules/finding';
import type { Code } from '../src/rules/index';
import type { About } from '../src/rules/rule';
import { findingsAbout } from '../src/rules/run';

/** A finding without what does not depend on the rule: its severity and its database. */
export type Found = Draft & { code: Code };

/** What the rules about something find. */
export function found<A extends About>(about: A, context: Contexts[A]): Found[] {
  return findingsAbout(about, context, 'shop', {}).map(({ severity: _, database: __, ...rest }) => rest);
}

/** Those of one code. */
export function ofCode(code: Code, all: readonly Found[]): Found[] {
  return all.filter((one) => one.code === code);
}

/** What doctor says that a finding does to people. */
export function effectOf(one: Found, history: History): string {
  return diagnose([whole(one)], history)[0]!.effect;
}

/**
 * What doctor offers people where it does not mend a finding, without the waiver that is always offered last.
 * @param flag what names the database on the command line
 */
export function wayOutOf(one: Found, history: History, flag = ''): string[] {
  return decideOn([whole(one)], history, [], flag)[0]!.options.slice(0, -1);
}

function whole(one: Found): Finding {
  return { severity: 'error', database: 'shop', ...one };
}
