import { type Repository } from 'testkit';
import { type, typedIn } from '../hooks/advice';

interface Told {
  code: string;
  severity: string;
  help: string;
}

interface Look {
  exitCode: number | null;
  /** Errors first. */
  told: Told[];
  /** What ends an operation that git has begun. */
  steps: readonly string[];
}

/** What check says of the only database. */
function look(repository: Repository, flags: readonly string[]): Look {
  const run = repository.bin(['check', '--json', ...flags], { env: repository.env });
  const { error, findings, next } = run.json().databases[0];
  const told = [...(error ? [{ ...error, severity: 'error' }] : []), ...findings] as Told[];
  return {
    exitCode: run.exitCode,
    told: told.sort((one, other) => rankOf(one) - rankOf(other)),
    steps: next?.steps ?? [],
  };
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

/** An entry of the journal, and what a help says to set in it. */
const ENTRY = {
  when: /set "when" of (?<tag>\S+) back to (?<value>\d+)/,
  tag: /give (?<tag>\S+) its landed name back: .* and set its "tag" in \S+ back to (?<value>\S+)$/,
};

/** Carries out what a help says of one value of the journal. */
function setInJournal(repository: Repository, helps: readonly string[]): string[] {
  return Object.entries(ENTRY).flatMap(([key, said]) =>
    helps.flatMap((help) => {
      const { tag, value } = said.exec(help)?.groups ?? {};
      const file = 'drizzle/meta/_journal.json';
      if (tag === undefined || !repository.exists(file)) return [];
      const journal = JSON.parse(repository.read(file));
      const entry = journal.entries.find((one: { tag: string }) => one.tag === tag);
      if (!entry) return [];
      entry[key] = key === 'when' ? Number(value) : value;
      repository.write({ [file]: JSON.stringify(journal, null, 2) });
      return [`${key} of ${tag}: ${value}`];
    }),
  );
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
    const { exitCode, told, steps } = look(repository, flags);
    if (exitCode === 0) return { typed, end: 'sound' };
    if (steps.length > 0) {
      typed.push(...steps);
      type(repository, steps);
      continue;
    }
    const set = setInJournal(
      repository,
      told.map(({ help }) => help),
    );
    typed.push(...set);
    const next = told.flatMap(({ help }) => commandsIn(help)).find((command) => isWorthIt(command, typed));
    if (next === undefined && set.length > 0) continue;
    if (next === undefined)
      return { typed, end: [...new Set(told.map(({ code }) => code))].sort().join(', ') };
    typed.push(next);
    const { output } = type(repository, [next]);
    const after = typedIn(output);
    typed.push(...after);
    if (after.length > 0) type(repository, after);
  }
  return { typed, end: 'goes in a circle' };
}
