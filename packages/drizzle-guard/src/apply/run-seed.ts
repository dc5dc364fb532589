import path from 'node:path';
import type { Connection } from '../engines/connection';
import {
  resolveTarget,
  type EnvironmentOfDatabase,
  type ResolvedTarget,
} from '../environments/resolve-target';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import type { Workspace } from '../judging/open-workspace';
import { runProgram } from '../process/run-program';
import { bundleSchema } from '../schema/judge-schema';
import { fillByDrizzleSeed } from '../seeding/drizzle-seed';
import { DRIZZLE_SEED } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import { withLiveDatabase, type LiveDatabase, type LiveOptions, type LiveResult } from './live-database';
import { rightSequences } from './right-sequences';

/** A program that loads more than this has another way in. */
const TIME_LIMIT = 60 * 60 * 1000;

export interface SeededResult extends LiveResult {
  seeded: boolean;
}

/** What fills a database, as drizzle-guard.json says: a program, or drizzle-seed; null where it says nothing. */
export function seedOf(
  { configuration }: Pick<Workspace, 'configuration'>,
  { name }: Database,
): string[] | typeof DRIZZLE_SEED | null {
  const entry = configuration.databases[name];
  return (entry || undefined)?.seed ?? null;
}

/**
 * Fills a database as drizzle-guard.json says; then the sequences of Postgres are set right.
 *
 * @param started what is known of it
 * @throws GuardError `no-seed`, `failed-seed`, and what `resolveTarget` throws
 */
export async function fillDatabase<R extends SeededResult>(
  workspace: Workspace,
  database: Database,
  command: string,
  options: LiveOptions,
  chosen: EnvironmentOfDatabase,
  started: R,
): Promise<R> {
  const seed = seedOf(workspace, database);
  if (!seed) throw noSeed(database);
  const resolved = await resolveTarget(workspace, database, 'seed', chosen);
  options.onTarget?.(database.name, chosen.name, resolved.target.description);
  options.onWork?.(`${database.name}: seeding`);
  if (seed !== DRIZZLE_SEED) await runSeed(workspace, database, chosen.name, resolved, seed);
  const again = { ...options, override: [], onTarget: () => undefined };
  return withLiveDatabase(workspace, database, command, again, started, async (live, connection) => {
    if (seed === DRIZZLE_SEED) await runDrizzleSeed(workspace, database, live, connection, resolved);
    if (connection) await rightSequences(connection, live.settings.dialect);
    return { seeded: true, findings: [], hint: undefined } as unknown as Partial<R>;
  });
}

/**
 * The user's program is given the connection of the environment in DRIZZLE_GUARD_URL, where that is a URL, and what it
 * is about in DRIZZLE_GUARD_DATABASE and DRIZZLE_GUARD_ENVIRONMENT.
 */
async function runSeed(
  { root }: Workspace,
  { name, dir }: Database,
  environment: string,
  resolved: ResolvedTarget,
  [program = '', ...args]: readonly string[],
): Promise<void> {
  try {
    await runProgram(program, args, {
      cwd: path.join(root, dir),
      timeout: TIME_LIMIT,
      env: {
        ...resolved.variables,
        DRIZZLE_GUARD_DATABASE: name,
        DRIZZLE_GUARD_ENVIRONMENT: environment,
        DRIZZLE_GUARD_URL: urlFor(dir, resolved),
      },
    });
  } catch (thrown) {
    const what = `the program that fills ${name} (${program})`;
    throw failedSeed(
      name,
      `${what} failed: ${wordsOf(thrown)}; what it had written by then may be there`,
      thrown,
    );
  }
}

/** As it is written; where drizzle-kit is run elsewhere than the program, a path from there would be another file. */
function urlFor(dir: string, { settings, target: { whereabouts } }: ResolvedTarget): string | undefined {
  const url = settings.credentials?.['url'];
  if (typeof url !== 'string') return undefined;
  if (settings.cwd === dir) return url;
  if (whereabouts.kind === 'pglite') return whereabouts.directory;
  return whereabouts.kind === 'sqlite' ? `file:${whereabouts.file}` : url;
}

async function runDrizzleSeed(
  { root, tree }: Workspace,
  database: Database,
  { settings, target }: LiveDatabase,
  connection: Connection | null,
  { variables }: ResolvedTarget,
): Promise<void> {
  const { name, dir } = database;
  if (!connection)
    throw new GuardError(
      'failed-seed',
      `${target.description} is not there, so ${name} has no tables to fill; nothing was done`,
      `run \`drizzle-guard migrate --database ${name}\` first`,
    );
  const { question } = await bundleSchema(tree, database, settings);
  await connection.lock();
  try {
    await fillByDrizzleSeed(connection, { ...question, folder: path.join(root, dir) }, variables);
  } catch (thrown) {
    const words = wordsOf(thrown);
    if (/Cannot find (?:module|package) 'drizzle-seed'/.test(words))
      throw new GuardError(
        'failed-seed',
        `${name} is to be filled by drizzle-seed, which cannot be loaded from ${dir}; nothing was written`,
        'install it (`npm install --save-dev drizzle-seed`), then run the command again',
        { cause: thrown },
      );
    throw failedSeed(name, `drizzle-seed could not fill ${name}: ${words}; nothing was written`, thrown);
  }
}

function failedSeed(name: string, message: string, cause: unknown): GuardError {
  return new GuardError(
    'failed-seed',
    message,
    `correct it, then run \`drizzle-guard seed --database ${name}\` again, or \`drizzle-guard reset\`, which begins anew`,
    { cause },
  );
}

function noSeed({ name, dir }: Database): GuardError {
  return new GuardError(
    'no-seed',
    `nothing says how ${name} is filled with rows`,
    `say it in drizzle-guard.json: "databases": { "${name}": { "dir": "${dir}", "seed": "drizzle-seed" } } for rows that drizzle-seed makes up, or "seed": ["node", "seed.mjs"] for a program of yours, which finds the connection in DRIZZLE_GUARD_URL. Nothing was done`,
  );
}
