import { errorExplanations } from '../../errors/explanations';
import { GuardError } from '../../errors/guard-error';
import { rules } from '../../rules/index';

export interface Explanation {
  code: string;
  /** `error` or `warning` for a finding; `failure` for what ends a command with 2. */
  kind: 'error' | 'warning' | 'failure';
  /** Paragraphs, separated by empty lines. */
  text: string;
}

/** Everything that can be explained: the findings in order of cause, then the errors by name. */
export function explainAll(): Explanation[] {
  return [
    ...rules.map(({ code, severity, explain: text }) => ({ code, kind: severity, text })),
    ...Object.entries(errorExplanations)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, text]) => ({ code, kind: 'failure' as const, text })),
  ];
}

/**
 * What a finding or an error means, and the way out.
 * @throws GuardError `unknown-code`
 */
export function explain(code: string): Explanation {
  const all = explainAll();
  const found = all.find((candidate) => candidate.code === code);
  if (found) return found;
  const codes = all.map((candidate) => candidate.code).sort();
  throw new GuardError('unknown-code', `there is no code ${code}`, `give one of: ${codes.join(', ')}`);
}
