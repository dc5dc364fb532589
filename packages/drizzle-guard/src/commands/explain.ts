import { rules } from '../checks/codes';
import { GuardError } from '../errors';
import { errorExplanations } from '../error-explanations';

export interface Explanation {
  code: string;
  /** `error` or `warning` for a finding; `failure` for what ends a command with 2. */
  kind: 'error' | 'warning' | 'failure';
  /** Paragraphs, separated by empty lines. */
  text: string;
}

/**
 * What a finding or an error means, and the way out.
 * @throws GuardError `unknown-code`
 */
export function explain(code: string): Explanation {
  const rule = rules.find((candidate) => candidate.code === code);
  if (rule) return { code, kind: rule.severity, text: rule.explain };
  const failure = Object.hasOwn(errorExplanations, code) ? errorExplanations[code] : undefined;
  if (failure !== undefined) return { code, kind: 'failure', text: failure };
  const codes = [...rules.map((candidate) => candidate.code), ...Object.keys(errorExplanations)].sort();
  throw new GuardError('unknown-code', `there is no code ${code}`, `give one of: ${codes.join(', ')}`);
}
