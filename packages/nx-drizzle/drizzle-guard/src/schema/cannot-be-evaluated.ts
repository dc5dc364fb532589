import { GuardError } from '../errors/guard-error';
import { listOf } from '../text/words';
import type { Database } from '../workspace/discover';
import type { Mode } from './evaluator';
import type { Answer } from './protocol';

/** Of what could not be evaluated. */
interface Where {
  database: Database;
  /** Its drizzle config, or else its schema. */
  isConfig: boolean;
  /** `real` where it would have been connected to. */
  mode: Mode;
}

/** What threw, and the ways out. */
export function cannotBeEvaluated(
  what: string,
  { message, help, wanted }: Extract<Answer, { kind: 'cannot-tell' }>,
  where: Where,
): GuardError {
  const unset = wanted?.unset ?? [];
  const names = [...(wanted?.standIns ?? []), ...unset];
  return new GuardError(
    'cannot-evaluate',
    `${what}: ${message}${wordsOfUnset(
      unset.filter((name) => !message.includes(name)),
      where.mode,
    )}`,
    help ?? knownHelp(message, where) ?? helpFor(names, message, where),
  );
}

/** Ways out that go with the words of what threw, whatever else was tried. */
const KNOWN: readonly { says: RegExp; help: string }[] = [
  {
    says: /serialize a BigInt/,
    help: 'a default that is a BigInt cannot be written into a snapshot, by drizzle-kit either: give it as SQL, `` .default(sql`1`) ``, then run the command again',
  },
  {
    says: /cannot be imported from a Client Component|server-only|client-only/,
    help: '`server-only` throws wherever React does not load it as a server component, in drizzle-kit too: import it where queries are made, and in no file that the schema imports',
  },
  {
    says: /default export is a function/,
    help: 'write `export default defineConfig({ … })`; what it computes can stand above it',
  },
];

function knownHelp(message: string, { mode }: Where): string | null {
  const known = KNOWN.find(({ says }) => says.test(message));
  return known && mode !== 'real' ? known.help : null;
}

/** " (it reads A and B, which are not set)"; "" for none. */
export function wordsOfUnset(unset: readonly string[], mode: Mode): string {
  if (unset.length === 0) return '';
  return ` (it reads ${listOf(unset)}, which ${unset.length === 1 ? 'is' : 'are'} ${mode === 'real' ? 'not set' : 'not set, or withheld'})`;
}

/** The ways out for code that lacks these variables; message tells which of them it named. */
export function helpFor(
  names: readonly string[],
  message: string,
  { database, isConfig, mode }: Where,
): string {
  if (mode === 'real') {
    const named = names.filter((name) => message.includes(name));
    const missing = named.length > 0 ? named : names;
    return missing.length > 0
      ? `set ${listOf(missing)}, then run the command again; no database was opened`
      : 'correct what it says, then run the command again; no database was opened';
  }
  const { name, dir } = database;
  const stating = `state dialect, schema, out and, where it has one, casing of ${name} under "databases" in drizzle-guard.json, so that it is not evaluated`;
  if (names.length === 0)
    return isConfig
      ? `correct what it says, or ${stating}; ${leavingOut(database)}`
      : 'correct what it says, then run the command again';
  const env = names.map((one) => `"${one}": "…"`).join(', ');
  const entry = `"databases": { "${name}": { "dir": "${dir}", "evaluate": { "env": { ${env} } } } }`;
  const giving = `give values to evaluate with in drizzle-guard.json: ${entry}`;
  return isConfig ? `${giving}; or ${stating}; ${leavingOut(database)}` : giving;
}

function leavingOut({ name, configFile }: Database): string {
  return `one that is no database of this repository is left out by "databases": { ${JSON.stringify(configFile ?? name)}: false }`;
}
