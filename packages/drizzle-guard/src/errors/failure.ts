import type { ErrorCode } from './explanations';
import { GuardError } from './guard-error';
import { stackOf, withoutPasswords, wordsOf } from './words-of';

/** Why a command or one of its databases could not be done, as data. */
export interface Failure {
  code: ErrorCode;
  message: string;
  help: string;
  /** Of what is no GuardError: where it was thrown. It is in no document. */
  stack?: string | null;
}

/**
 * What was thrown, as data, without the passwords of URLs. Anything but a GuardError is a defect of this tool or of the
 * machine, and says so.
 */
export function failureOf(thrown: unknown): Failure {
  const message = wordsOf(thrown);
  if (thrown instanceof GuardError)
    return { code: thrown.code, message, help: withoutPasswords(thrown.help) };
  if ((thrown as { syscall?: unknown } | null)?.syscall === 'uv_cwd')
    return failureOf(
      new GuardError(
        'no-current-folder',
        'the folder in which this was called is not there any more',
        'go to one that is (`cd`), then run the command again; nothing was done',
      ),
    );
  const failure: Failure = {
    code: 'internal-error',
    message,
    help: 'run the command again with DRIZZLE_GUARD_DEBUG=1 to see where it happened, and report it',
  };
  return Object.defineProperty(failure, 'stack', { value: stackOf(thrown), enumerable: false });
}

/** The same as an error to throw, with what was thrown as its cause. */
export function asGuardError(thrown: unknown): GuardError {
  if (thrown instanceof GuardError) return thrown;
  const { code, message, help } = failureOf(thrown);
  return new GuardError(code, message, help, { cause: thrown });
}
