import type { Limits } from '../engines/connection';
import { millisecondsOf } from '../text/duration';
import type { Configuration } from '../workspace/configuration';

/** How patient a command is, as it is configured. @param lockWait the longest, whatever is configured */
export function limitsOf({ migrate }: Pick<Configuration, 'migrate'>, lockWait = Infinity): Limits {
  const of = (time: string | false) => (time === false ? null : millisecondsOf(time));
  return {
    lockWait: Math.min(lockWait, millisecondsOf(migrate.lockWait)),
    lockTimeout: of(migrate.lockTimeout),
    statementTimeout: of(migrate.statementTimeout),
  };
}
