import type { Failure } from '../errors/failure';
import { GuardError } from '../errors/guard-error';

/** A failure that a command would tell, as a program gets it. */
export function failureAsError({ code, message, help }: Failure): GuardError {
  return new GuardError(code, message, help);
}
