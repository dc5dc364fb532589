import { rules, type Code } from './index';
import type { About, Rule, Trait } from './rule';

/** The codes of all findings. */
export const knownCodes: readonly Code[] = rules.map(({ code }) => code);

const byCode: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.code, rule]));

export function ruleOf(code: Code): Rule {
  return byCode.get(code)!;
}

/** The codes of the rules that have a trait. */
export function codesWith(trait: Trait): ReadonlySet<Code> {
  return new Set(rules.filter(({ traits }: Rule) => traits?.includes(trait)).map(({ code }) => code));
}

/**
 * The codes of which there is nothing where nothing was found: all that such a rule is about was looked at.
 * @param looked what was looked at in full
 */
export function codesWithin(looked: ReadonlySet<About>): Set<Code> {
  const isWithin = ({ find }: Rule) => Object.keys(find).every((about) => looked.has(about as About));
  return new Set(rules.filter(isWithin).map(({ code }) => code));
}
