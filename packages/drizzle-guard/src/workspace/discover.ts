import { GuardError } from '../errors/guard-error';
import type { Tree } from '../sources/tree';
import { join, baseName, folderOf } from '../text/paths';
import { parseConfigFileName } from './config-file-name';
import type { Configuration } from './configuration';
import { findPackage, fullNameOf, packageNameOf } from './packages';

/** A drizzle config with its schema and migrations; what it says inside is not known yet. */
export interface Database {
  name: string;
  /** The package's folder, from the root; drizzle-kit runs there. "." for the root itself. */
  dir: string;
  /** The full name of the package in `dir`; null where it has none. */
  packageName: string | null;
  /** Path of the drizzle config from the root; null where the configuration states everything. */
  configFile: string | null;
  /** Drizzle configs that hold the connection of one environment each, by environment. */
  environmentConfigs: Record<string, string>;
  /** What drizzle-guard.json states, so that the config need not be evaluated. */
  stated: { dialect: string; schema: string[]; out: string; casing?: 'camelCase' | 'snake_case' } | null;
  /** Values that drizzle-guard.json states for evaluating, by variable; never used to connect. */
  variables?: Record<string, string>;
  /** Present where it is a bare migrations folder, without a drizzle config and a schema. */
  bare?: BareFolder;
}

export interface BareFolder {
  /** Absolute. */
  folder: string;
  /** The same from the root of the repository; "" where it lies outside of it. */
  out: string;
  /** Whether it lies in the repository: only then branches and commits have it too. */
  isInside: boolean;
  /** Where the command was called, absolute. */
  from: string;
}

type Unnamed = Omit<Database, 'packageName' | 'bare'>;

interface Found {
  dir: string;
  configFile: string;
  infix: string;
  environmentConfigs: Record<string, string>;
}

/**
 * Finds every database of a workspace: those that drizzle-guard.json names and those whose drizzle config lies in the
 * Tree. Sorted by folder, then name.
 * @throws GuardError `duplicate-database` where two would have one name, `invalid-configuration` where an entry names
 *   a config that is not there or states only a part
 */
export async function discoverDatabases(tree: Tree, configuration: Configuration): Promise<Database[]> {
  const found = await groupConfigs(tree);
  const databases: Unnamed[] = Object.entries(configuration.databases).map(([name, entry]) =>
    configuredDatabase(name, entry, found, tree),
  );
  const claimed = new Set(databases.map((database) => database.configFile));
  const free = found.filter((one) => !claimed.has(one.configFile));
  for (const one of free) {
    const several = found.filter((other) => other.dir === one.dir).length > 1;
    const packageName = await packageNameOf(tree, one.dir);
    const name = several && one.infix !== '' ? `${packageName}-${one.infix}` : packageName;
    databases.push({
      name,
      dir: one.dir || '.',
      configFile: one.configFile,
      environmentConfigs: one.environmentConfigs,
      stated: null,
    });
  }
  refuseDuplicates(databases);
  databases.sort((a, b) => (a.dir + a.name < b.dir + b.name ? -1 : 1));
  const named: Database[] = [];
  for (const database of databases)
    named.push({ ...database, packageName: await fullNameOf(tree, database.dir) });
  return named;
}

/** What a compiler made of a config is not another database. */
const BUILT = /(^|\/)(dist|build|out-tsc|coverage|\.[^/]+)\//;

/** Drizzle configs by the folder they lie in and their infix; those of an environment join their neighbour. */
async function groupConfigs(tree: Tree): Promise<Found[]> {
  const groups = new Map<
    string,
    { main: string | null; infix: string; environments: Record<string, string> }
  >();
  for (const path of await tree.match('**/drizzle*.*')) {
    const name = parseConfigFileName(baseName(path));
    if (!name || BUILT.test(path)) continue;
    const key = `${folderOf(path)}\n${name.infix}`;
    const group = groups.get(key) ?? { main: null, infix: name.infix, environments: {} };
    groups.set(key, group);
    if (name.environment === null) group.main ??= path;
    else group.environments[name.environment] ??= path;
  }
  const found: Found[] = [];
  for (const { main, infix, environments } of groups.values()) {
    const configFile = main ?? environments['development'] ?? Object.values(environments)[0]!;
    const dir = await findPackage(tree, configFile);
    found.push({ dir, configFile, infix, environmentConfigs: environments });
  }
  return found;
}

function configuredDatabase(
  name: string,
  entry: Configuration['databases'][string],
  found: readonly Found[],
  tree: Tree,
): Unnamed {
  const dir = entry.dir.replace(/^\.\/|\/+$/g, '').replace(/^\.$/, '');
  const here = found.filter((one) => one.dir === dir);
  const configFile =
    entry.config === undefined ? (here.length === 1 ? here[0]!.configFile : null) : join(dir, entry.config);
  if (entry.config !== undefined && !tree.has(configFile!))
    throw misconfigured(`databases.${name}.config: ${configFile} is not there`);
  const { dialect, schema, out } = entry;
  const given = [dialect, schema, out].filter((value) => value !== undefined).length;
  if (given > 0 && given < 3)
    throw misconfigured(`databases.${name} states only a part of dialect, schema and out: all three or none`);
  if (given === 0 && configFile === null)
    throw misconfigured(
      `databases.${name}: ${entry.dir} has ${here.length === 0 ? 'no drizzle config' : 'several drizzle configs'}, so config, or dialect, schema and out, must be stated`,
    );
  return {
    name,
    dir: dir || '.',
    configFile,
    environmentConfigs: here.find((one) => one.configFile === configFile)?.environmentConfigs ?? {},
    stated:
      dialect === undefined || schema === undefined || out === undefined
        ? null
        : {
            dialect,
            schema: [schema].flat(),
            out,
            ...(entry.casing === undefined ? {} : { casing: entry.casing }),
          },
    ...(entry.evaluate ? { variables: entry.evaluate.env } : {}),
  };
}

function refuseDuplicates(databases: readonly Unnamed[]): void {
  const seen = new Map<string, Unnamed>();
  for (const database of databases) {
    const first = seen.get(database.name);
    if (first)
      throw new GuardError(
        'duplicate-database',
        `two databases are called ${database.name}: ${whereIs(first)} and ${whereIs(database)}`,
        'give one of them another name under "databases" in drizzle-guard.json; nothing was checked or done',
      );
    seen.set(database.name, database);
  }
}

function whereIs(database: Unnamed): string {
  return database.configFile ?? `${database.dir} (drizzle-guard.json)`;
}

function misconfigured(message: string): GuardError {
  return new GuardError(
    'invalid-configuration',
    `drizzle-guard.json: ${message}`,
    'correct drizzle-guard.json',
  );
}
