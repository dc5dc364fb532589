import { GuardError } from '../../errors/guard-error';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Hears the first signal instead of ending at once, so that the migration that is running is finished and what was
 * applied is told. The next one ends the process, as it would have.
 *
 * @param work is given what to ask between two steps
 * @param wayOut how it is gone on
 */
export async function whileInterruptible<T>(
  work: (shouldStop: () => GuardError | false) => Promise<T>,
  wayOut = 'run `drizzle-guard migrate` to go on',
): Promise<T> {
  let heard: NodeJS.Signals | undefined;
  const hear = (signal: NodeJS.Signals) => {
    heard = signal;
    stopHearing();
  };
  const stopHearing = () => SIGNALS.forEach((signal) => process.removeListener(signal, hear));
  SIGNALS.forEach((signal) => process.on(signal, hear));
  try {
    return await work(() => heard !== undefined && interrupted(heard, wayOut));
  } finally {
    stopHearing();
  }
}

function interrupted(signal: NodeJS.Signals, wayOut: string): GuardError {
  return new GuardError('interrupted', `${signal} ended the run between two migrations`, wayOut);
}
