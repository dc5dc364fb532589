import type { Limits } from '../engines/connection';
import { millisecondsOf } from '../text/duration';
import type { Configuration } from '../workspace/configuration';

/**
 * How patient a command is, as it is configured for an environment.
 * @param lockWait the longest, whatever is configured
 */
export function limitsOf(
  { migrate, environments }: Pick<Configuration, 'migrate' | 'environments'>,
  environment: string,
  lockWait = Infinity,
): Limits {
  const own = environments[environment] ?? {};
  const of = (time: string | false) => (time === false ? null : millisecondsOf(time));
  return {
    lockWait: Math.min(lockWait, millisecondsOf(own.lockWait ?? migrate.lockWait)),
    lockTimeout: of(own.lockTimeout ?? migrate.lockTimeout),
    statementTimeout: of(own.statementTimeout ?? migrate.statementTimeout),
  };
}
