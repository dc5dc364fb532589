import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';

/** What every way of making backups is told. */
export interface WayOptions {
  /** The environment with its .env files. */
  variables: NodeJS.ProcessEnv;
  /** What a program that connects to nothing sees. */
  offline: NodeJS.ProcessEnv;
  /** The dump program that the configuration names, absolute. */
  program: string | null;
  /** In milliseconds. */
  timeout: number;
  /** Told the number of a program that makes a backup. */
  onProgram?: ((pid: number) => void) | undefined;
}

export function damaged(file: string, why: string, cause?: unknown): GuardError {
  return new GuardError(
    'damaged-backup',
    `${file} is no sound backup: ${why}; nothing was changed`,
    'bring the file back from where you keep copies, or name another backup',
    { cause },
  );
}

/**
 * @param outcome what has become of the database, as the end of a sentence
 * @param way the way out, where it is known
 */
export function failedRestore(
  description: string,
  thrown: unknown,
  outcome: string,
  way?: string,
): GuardError {
  if (thrown instanceof GuardError) return thrown;
  const words = wordsOf(thrown);
  const help =
    way ??
    (/lock timeout|lock_timeout|canceling statement due to/i.test(words)
      ? 'stop what else uses the database (the application, an open transaction), then run the command again'
      : /must be owner|permission denied|insufficient privilege/i.test(words)
        ? 'give the environment a connection of a role that owns all that is in the database, then run the command again'
        : 'see what is said above, then run the command again');
  return new GuardError(
    'failed-restore',
    `the restore of ${description} failed: ${words}; ${outcome}`,
    help,
    {
      cause: thrown,
    },
  );
}
