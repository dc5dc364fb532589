import { GuardError } from './guard-error';
import { wordsOf, withoutPasswords } from './words-of';

export interface Failure {
  code: string;
  message: string;
  help: string;
}

/**
 * What was thrown, as data, without the passwords of URLs. Anything but a GuardError is a defect of this tool or of the
 * machine, and says so.
 */
export function failureOf(thrown: unknown): Failure {
  const message = withoutPasswords(wordsOf(thrown));
  if (thrown instanceof GuardError)
    return { code: thrown.code, message, help: withoutPasswords(thrown.help) };
  return {
    code: 'internal-error',
    message,
    help: 'run the command again with DRIZZLE_GUARD_DEBUG=1 to see where it happened, and report it',
  };
}
