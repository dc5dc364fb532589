import { type Repository } from 'testkit';
import { type, typedIn } from '../hooks/advice';

interface Told {
  code: string;
  severity: string;
  help: string;
}

/** What check says of the only database, errors first. */
function look(repository: Repository, flags: readonly string[]): { exitCode: number | null; told: Told[] } {
  const run = repository.bin(['check', '--json', ...flags], { env: repository.env });
  const { error, findings } = run.json().databases[0];
  const told = [...(error ? [{ ...error, severity: 'error' }] : []), ...findings] as Told[];
  return { exitCode: run.exitCode, told: told.sort((one, other) => rankOf(one) - rankOf(other)) };
}

function rankOf({ severity }: Told): number {
  return severity === 'error' ? 0 : 1;
}

/** The commands of a help that can be typed as they stand: no gap is to be filled, and something is done. */
function commandsIn(help: string): string[] {
  return [...help.matchAll(/`((?:git (?:restore|merge)|npx drizzle-(?:guard|kit)|rm|mv) [^`]*)`/g)]
    .map(([, command]) => command!)
    .filter((command) => !/<\w|drizzle-guard (?:explain|status)/.test(command));
}

/** What was refused may go when something else was done. */
function isWorthIt(command: string, typed: readonly string[]): boolean {
  return typed.at(-1) !== command && typed.filter((one) => one === command).length < 2;
}

/** No way out is longer. */
const MOST = 8;

/**
 * Types what the help of the first finding says that nobody has typed yet, looks again, and so on. A command that is
 * refused is followed by the next: a help has a second way where the first is none. Where git is stopped, what is under
 * `next:` is typed.
 * @param flags of check
 * @returns how it ended: `sound`, or the codes that are left to people
 */
export function typeHelp(
  repository: Repository,
  flags: readonly string[] = [],
): { typed: string[]; end: string } {
  const typed: string[] = [];
  while (typed.length < MOST) {
    const { exitCode, told } = look(repository, flags);
    if (exitCode === 0) return { typed, end: 'sound' };
    const next = told.flatMap(({ help }) => commandsIn(help)).find((command) => isWorthIt(command, typed));
    if (next === undefined)
      return { typed, end: [...new Set(told.map(({ code }) => code))].sort().join(', ') };
    typed.push(next);
    const { output } = type(repository, [next]);
    const steps = typedIn(output);
    typed.push(...steps);
    if (steps.length > 0) type(repository, steps);
  }
  return { typed, end: 'goes in a circle' };
}
