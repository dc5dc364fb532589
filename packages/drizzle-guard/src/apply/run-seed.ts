import path from 'node:path';
import type { ResolvedTarget } from '../environments/resolve-target';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { runProgram } from '../process/run-program';
import type { Workspace } from '../judging/open-workspace';
import type { Database } from '../workspace/discover';

/** A program that loads more than this has another way in. */
const TIME_LIMIT = 60 * 60 * 1000;

/** What fills a database, as drizzle-guard.json says; null where it says nothing. */
export function seedOf(
  { configuration }: Pick<Workspace, 'configuration'>,
  { name }: Database,
): string[] | null {
  const entry = configuration.databases[name];
  return (entry || undefined)?.seed ?? null;
}

/**
 * Runs the user's program that fills a database. It is given the connection of the environment in
 * DRIZZLE_GUARD_URL, where that is a URL, and what it is about in DRIZZLE_GUARD_DATABASE and DRIZZLE_GUARD_ENVIRONMENT.
 *
 * @throws GuardError `failed-seed`
 */
export async function runSeed(
  { root }: Workspace,
  { name, dir }: Database,
  environment: string,
  { variables, settings }: ResolvedTarget,
  [program = '', ...args]: readonly string[],
): Promise<void> {
  const url = settings.credentials?.['url'];
  try {
    await runProgram(program, args, {
      cwd: path.join(root, dir),
      timeout: TIME_LIMIT,
      env: {
        ...variables,
        DRIZZLE_GUARD_DATABASE: name,
        DRIZZLE_GUARD_ENVIRONMENT: environment,
        ...(typeof url === 'string' ? { DRIZZLE_GUARD_URL: url } : {}),
      },
    });
  } catch (thrown) {
    throw new GuardError(
      'failed-seed',
      `the program that fills ${name} (${program}) failed: ${wordsOf(thrown)}; what it had written by then may be there`,
      `correct it, then run \`drizzle-guard seed --database ${name}\` again, or \`drizzle-guard reset\`, which begins anew`,
      { cause: thrown },
    );
  }
}

export function noSeed({ name, dir }: Database): GuardError {
  return new GuardError(
    'no-seed',
    `nothing says how ${name} is filled with rows`,
    `name a program in drizzle-guard.json: "databases": { "${name}": { "dir": "${dir}", "seed": ["node", "seed.mjs"] } }; it finds the connection in DRIZZLE_GUARD_URL. Nothing was done`,
  );
}
