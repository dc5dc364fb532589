import { GuardError } from '../errors/guard-error';

/** What somebody has to name before data is destroyed: `shop@production`. */
export function nameOfTarget({ database, environment }: { database: string; environment: string }): string {
  return `${database}@${environment}`;
}

/** How a wish is told, or asked for. */
export interface Consent {
  /** --yes. */
  yes?: string | undefined;
  /** Asks on a terminal for the name to be typed; absent where nobody can be asked, null where the user gives up. */
  ask?: ((question: string, name: string) => Promise<string | null>) | undefined;
}

/**
 * Goes on only where whoever destroys data has named the database and the environment: with --yes, or typed when asked.
 *
 * @param question what is about to happen, as a sentence
 * @param command what is run again with --yes
 * @throws GuardError `not-confirmed`, `cancelled`
 */
export async function requireConsent(
  target: { database: string; environment: string },
  { yes, ask }: Consent,
  question: string,
  command: string,
): Promise<void> {
  const name = nameOfTarget(target);
  if (yes === name) return;
  if (yes !== undefined)
    throw new GuardError(
      'not-confirmed',
      `--yes names ${yes}, and this is about ${name}; nothing was changed`,
      `see which of the two you mean; \`${command} --yes ${name}\` says this one`,
    );
  if (!ask)
    throw new GuardError(
      'not-confirmed',
      `${question} There is no terminal to ask in; nothing was changed`,
      `run \`${command} --yes ${name}\` where that is what you want`,
    );
  const typed = await ask(question, name);
  if (typed === name) return;
  throw new GuardError(
    'cancelled',
    typed === null
      ? 'the question was not answered; nothing was changed'
      : `${typed || 'nothing'} was typed, and not ${name}; nothing was changed`,
    `run \`${command}\` again, and type ${name} where that is what you want`,
  );
}
