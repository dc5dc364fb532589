import { GuardError } from '../errors/guard-error';
import type { Tree } from '../sources/tree';
import { join, baseName, folderOf } from '../text/paths';
import type { Configuration } from './configuration';
import { databaseName } from './database-name';
import { findConfigs, type FoundConfig, type Note } from './find-configs';
import { keyLeavingOut, leavingOut } from './left-out';
import { foldersAbove, fullNameOf, projectNameOf } from './packages';

/** A drizzle config with its schema and migrations; what it says inside is not known yet. */
export interface Database {
  name: string;
  /** The folder of its Nx project or package, from the root. "." for the root itself. */
  dir: string;
  /** The full name of the project in `dir`, as Nx or its package.json has it; null where it has none. */
  packageName: string | null;
  /** Path of the drizzle config from the root; null where the configuration states everything. */
  configFile: string | null;
  /**
   * The folders in which drizzle-kit may be run, from the root, the most likely first: the paths in the config count
   * from one of them, and `readSettings` tells which. Absent where it is `dir`.
   */
  cwds?: readonly string[];
  /** Drizzle configs that hold the connection of one environment each, by environment. */
  environmentConfigs: Record<string, string>;
  /** Environments of which several configs hold the connection, with all of them; present where there are some. */
  rivals?: Record<string, string[]>;
  /** What drizzle-guard.json states, so that the config need not be evaluated. */
  stated: Stated | null;
  /** Values that drizzle-guard.json states for evaluating, by variable; never used to connect. */
  variables?: Record<string, string>;
  /** Present where it is a bare migrations folder, without a drizzle config and a schema. */
  bare?: BareFolder;
}

interface Stated {
  dialect: string;
  schema: string[];
  out: string;
  casing?: 'camelCase' | 'snake_case';
  /** Where the ledger is; absent where nobody says, and a drizzle config may. */
  migrations?: { table?: string | undefined; schema?: string | undefined };
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
type Entries = Configuration['databases'];
type Entry = Exclude<Entries[string], false>;

/**
 * Finds every database of a workspace: those that drizzle-guard.json names and those whose drizzle config lies in the
 * Tree, without those that it leaves out.
 * @returns databases sorted by folder, then name; notes on what was not looked at
 * @throws GuardError `duplicate-database` where two would have one name, `invalid-configuration` where an entry names
 *   a config that is not there or states only a part
 */
export async function discoverDatabases(
  tree: Tree,
  { databases: entries }: Configuration,
): Promise<{ databases: Database[]; notes: Note[] }> {
  const { found, notes } = await findConfigs(tree);
  const stated: Unnamed[] = Object.entries(entries).flatMap(([name, entry]) =>
    entry === false ? [] : [statedDatabase(name, entry, found, tree)],
  );
  const claimed = new Set(stated.map(({ configFile }) => configFile));
  const free = await nameFound(
    tree,
    found.filter(({ configFile }) => !claimed.has(configFile)),
    found,
  );
  const keys = leavingOut(entries);
  const notesToo = notes.map(({ file }) => ({ name: '', dir: '', configFile: file }));
  const used = [...free, ...notesToo].map((one) => keyLeavingOut(keys, one, free));
  const databases = [...stated, ...free.filter((_, at) => used[at] === undefined)];
  refuseDuplicates(databases);
  databases.sort((a, b) => (a.dir + a.name < b.dir + b.name ? -1 : 1));
  const named: Database[] = [];
  for (const database of databases)
    named.push({ ...database, packageName: await fullNameOf(tree, database.dir) });
  return {
    databases: named,
    notes: [
      ...notes.filter(({ file }, at) => used[free.length + at] === undefined && !claimed.has(file)),
      ...keys.filter((key) => !used.includes(key)).map(unusedKey),
    ],
  };
}

/** Not an error: a submodule may not be there, and no commit holds what is in it. */
function unusedKey(key: string): Note {
  return {
    file: 'drizzle-guard.json',
    text: `drizzle-guard.json: "${key}": false leaves nothing out: no database is called that, and no drizzle config lies there`,
  };
}

async function nameFound(
  tree: Tree,
  free: readonly FoundConfig[],
  found: readonly FoundConfig[],
): Promise<(Unnamed & { configFile: string })[]> {
  const databases: (Unnamed & { configFile: string })[] = [];
  for (const { dir, configFile, infix, environmentConfigs, rivals } of free) {
    const beside = found.filter((other) => other.dir === dir);
    const folder = folderOf(configFile);
    // Two of one infix in one project, as in a repository with one package.json: their folders tell them apart.
    const isTold = folder === dir || beside.filter((other) => other.infix === infix).length === 1;
    const project = isTold ? await projectNameOf(tree, dir) : baseName(folder);
    databases.push({
      name: databaseName(project, infix, beside.length > 1),
      dir: dir || '.',
      configFile,
      ...placesOf(tree, dir, configFile),
      environmentConfigs,
      ...(rivals ? { rivals } : {}),
      stated: null,
    });
  }
  return databases;
}

/**
 * Where drizzle-kit may be run for a config: in the folder of its project, in its own, and in each above that has a
 * manifest, up to the root, from which `--config` names it.
 */
function placesOf(tree: Tree, dir: string, configFile: string): Pick<Database, 'cwds'> {
  const above = foldersAbove(configFile);
  const run = above.filter(
    (folder) =>
      folder === '' || ['package.json', 'project.json'].some((file) => tree.has(join(folder, file))),
  );
  const cwds = [...new Set([dir, above[0]!, ...run])].map((folder) => folder || '.');
  return cwds.length > 1 ? { cwds } : {};
}

function statedDatabase(name: string, entry: Entry, found: readonly FoundConfig[], tree: Tree): Unnamed {
  const dir = folderIn(entry.dir);
  const here = found.filter((one) => one.dir === dir || folderOf(one.configFile) === dir);
  const configFile =
    entry.config === undefined ? (here.length === 1 ? here[0]!.configFile : null) : join(dir, entry.config);
  if (entry.config !== undefined && !tree.has(configFile!))
    throw misconfigured(`databases.${name}.config: ${configFile} is not there`);
  const { dialect, schema, out, migrations } = entry;
  const { environmentConfigs = {}, rivals } = found.find((one) => one.configFile === configFile) ?? {};
  const given = [dialect, schema, out].filter((value) => value !== undefined).length;
  if (given === 0 && migrations)
    throw misconfigured(`databases.${name} states migrations, which goes with dialect, schema and out`);
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
    ...(entry.cwd === undefined ? {} : { cwds: [folderIn(entry.cwd) || '.'] }),
    environmentConfigs,
    ...(rivals ? { rivals } : {}),
    stated:
      dialect === undefined || schema === undefined || out === undefined
        ? null
        : {
            dialect,
            schema: [schema].flat(),
            out,
            ...(entry.casing === undefined ? {} : { casing: entry.casing }),
            ...(migrations ? { migrations } : {}),
          },
    ...(entry.evaluate ? { variables: entry.evaluate.env } : {}),
  };
}

/** "" for the root. */
function folderIn(written: string): string {
  return written.replace(/^\.\/|\/+$/g, '').replace(/^\.$/, '');
}

function refuseDuplicates(databases: readonly Unnamed[]): void {
  const seen = new Map<string, Unnamed>();
  for (const database of databases) {
    const first = seen.get(database.name);
    if (first)
      throw new GuardError(
        'duplicate-database',
        `two databases are called ${database.name}: ${whereIs(first)} and ${whereIs(database)}`,
        'give one of them another name under "databases" in drizzle-guard.json, or leave one out by its folder: `"databases": { "<folder>": false }`; nothing was checked or done',
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
