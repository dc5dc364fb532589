import type { Target } from '../engines/connection';
import { driverOfUrl } from '../engines/driver-of-url';
import { targetOf } from '../engines/registry';
import { GuardError } from '../errors/guard-error';
import { statedSettings, type Settings } from '../schema/settings';
import type { Tree } from '../sources/tree';
import { baseName, join } from '../text/paths';
import { listOf } from '../text/words';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import {
  BUILT_IN_ENVIRONMENTS,
  chooseEnvironment,
  refuseWrongTarget,
  type ChosenEnvironment,
} from './choose-environment';
import { requestFor, withEnvFiles } from './env-files';
import { evaluateConnection } from './evaluate-connection';
import { policyOf, type Policy } from './policy';

export interface ResolvedTarget {
  target: Target;
  settings: Settings;
  source: ConnectionSource;
  /** What commands of the user's see: the environment with its .env files. */
  variables: NodeJS.ProcessEnv;
}

/** Where a connection is written down. */
export interface ConnectionSource {
  /** The drizzle config of the environment, from the root; null where there is none. */
  configFile: string | null;
  /** The variable that holds the URL, where drizzle-guard.json names one: it outranks the config. */
  urlEnv: string | null;
}

/** Where databases are found, and what the process was given. */
interface Surroundings {
  /** Absolute. */
  root: string;
  tree: Tree;
  configuration: Configuration;
  session: { readonly variables: NodeJS.ProcessEnv };
}

/** An environment that was chosen for a database, with what is allowed in it. Nothing was evaluated yet. */
export interface EnvironmentOfDatabase extends ChosenEnvironment {
  policy: Policy;
}

/**
 * @param flag --environment
 * @param overrides as they are typed
 * @throws GuardError what `chooseEnvironment` and `policyOf` throw
 */
export function environmentOf(
  { environments, databases }: Configuration,
  database: Database,
  flag: string | undefined,
  overrides: readonly string[] = [],
): EnvironmentOfDatabase {
  const known = [
    ...new Set([
      ...BUILT_IN_ENVIRONMENTS,
      ...Object.keys(environments),
      ...Object.keys(database.environmentConfigs),
      ...Object.keys(ownVariables(databases, database)),
    ]),
  ];
  const chosen = chooseEnvironment({ flag, variable: process.env['DRIZZLE_GUARD_ENVIRONMENT'], known });
  return { ...chosen, policy: policyOf(chosen.name, environments[chosen.name], overrides) };
}

/**
 * From a database and its environment to a connection that is known, described and allowed, but not opened.
 *
 * @param command the command's name, for Nx's `.env.<target>` files
 * @throws GuardError what `refuseWrongTarget`, `evaluateSettings` and `targetOf` throw, and `no-connection` where
 *   drizzle-guard.json names a variable that is not set
 */
export async function resolveTarget(
  { root, tree, configuration, session }: Surroundings,
  database: Database,
  command: string,
  environment: ChosenEnvironment,
): Promise<ResolvedTarget> {
  const { CI } = process.env;
  const ci = CI !== undefined && CI !== '' && CI !== 'false' && CI !== '0';
  const asked = environment.asked ? environment.name : null;
  const variables = withEnvFiles(session.variables, requestFor(root, database, command, asked));
  const { settings, ownConnection, source } = await connectionOf(
    tree,
    configuration,
    database,
    environment.name,
    variables,
  );
  const target = targetOf(root, settings.cwd, settings, variables);
  refuseWrongTarget(environment, target, { ci, ownConnection });
  return { target, settings, variables, source };
}

async function connectionOf(
  tree: Tree,
  configuration: Configuration,
  database: Database,
  environment: string,
  variables: NodeJS.ProcessEnv,
): Promise<{ settings: Settings; ownConnection: boolean; source: ConnectionSource }> {
  const entry = configuration.environments[environment];
  const neighbour = database.environmentConfigs[environment];
  const named =
    entry?.config === undefined ? undefined : join(database.dir === '.' ? '' : database.dir, entry.config);
  const rivals = database.rivals?.[environment];
  if (named === undefined && rivals) throw ambiguous(database, environment, rivals);
  const configFile = named ?? neighbour ?? database.configFile;
  const urlEnv = ownVariables(configuration.databases, database)[environment] ?? entry?.urlEnv ?? null;
  const url = urlEnv === null ? null : urlFrom(urlEnv, environment, variables);
  const stated = url === null ? null : statedConnection(tree, database, configFile, url);
  const source = { configFile, urlEnv };
  if (stated) return { settings: stated, ownConnection: true, source };
  if (configFile === null)
    throw new GuardError(
      'no-connection',
      `${database.name} has no drizzle config that could name its ${environment} database`,
      'add "config" to it in drizzle-guard.json; no database was opened',
    );
  const settings = await evaluateConnection(tree, database, configFile, variables);
  if (url !== null) settings.credentials = { url };
  const ownConnection = named !== undefined || url !== null || neighbour !== undefined;
  return { settings, ownConnection, source };
}

function ambiguous({ name }: Database, environment: string, files: readonly string[]): GuardError {
  return new GuardError(
    'invalid-configuration',
    `each of ${listOf(files)} holds the connection of ${environment} of ${name}`,
    `say which is meant, "environments": { "${environment}": { "config": "${baseName(files[0]!)}" } } in drizzle-guard.json, or keep one of them; no database was opened`,
  );
}

/**
 * Everything from drizzle-guard.json; null where a drizzle config may say where the ledger is. Looked for in another
 * place it would be empty, and everything would be run again.
 */
function statedConnection(
  tree: Tree,
  database: Database,
  configFile: string | null,
  url: string,
): Settings | null {
  if (configFile !== null && database.stated?.migrations === undefined) return null;
  const settings = statedSettings(tree, database);
  return settings && { ...settings, driver: driverOfUrl(settings.dialect, url), credentials: { url } };
}

/** The variables that hold the connections of one database alone, by environment. */
function ownVariables(
  databases: Configuration['databases'],
  { name }: Database,
): Readonly<Record<string, string>> {
  return (databases[name] || undefined)?.urlEnv ?? {};
}

function urlFrom(name: string, environment: string, variables: NodeJS.ProcessEnv): string {
  const url = variables[name];
  if (url) return url;
  throw new GuardError(
    'no-connection',
    `the connection of ${environment} is in the variable ${name}, which is not set`,
    `set ${name}, then run the command again; no database was opened`,
  );
}
