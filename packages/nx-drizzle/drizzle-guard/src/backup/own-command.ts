import { GuardError } from '../errors/guard-error';
import { withoutPasswords, wordsOf } from '../errors/words-of';
import { shortened } from '../text/shorten';
import { runProgram } from '../process/run-program';

/**
 * Runs the command of the user's that makes a backup. Which database it is about is in DRIZZLE_GUARD_DATABASE,
 * DRIZZLE_GUARD_ENVIRONMENT and DRIZZLE_GUARD_TARGET (without credentials).
 *
 * @returns the last line that it printed, which may say what it has made; null for none
 * @throws GuardError `failed-backup`
 */
export async function runOwnCommand(
  [program = '', ...args]: readonly string[],
  { cwd, timeout, variables, database, environment, target }: OwnCommand,
): Promise<string | null> {
  try {
    const printed = await runProgram(program, args, {
      cwd,
      timeout,
      env: {
        ...variables,
        DRIZZLE_GUARD_DATABASE: database,
        DRIZZLE_GUARD_ENVIRONMENT: environment,
        DRIZZLE_GUARD_TARGET: target,
      },
    });
    const last = printed.trimEnd().split('\n').at(-1)!.trim();
    return last === '' ? null : shortened(withoutPasswords(last), 200);
  } catch (thrown) {
    throw new GuardError(
      'failed-backup',
      `the command that makes a backup of ${environment} (${program}) failed: ${wordsOf(thrown)}; it is not known to have made one`,
      'run it by hand to see why; it is "backup": { "command" } of the environment in drizzle-guard.json',
      { cause: thrown },
    );
  }
}

interface OwnCommand {
  /** Absolute. */
  cwd: string;
  /** In milliseconds. */
  timeout: number;
  variables: NodeJS.ProcessEnv;
  database: string;
  environment: string;
  target: string;
}
