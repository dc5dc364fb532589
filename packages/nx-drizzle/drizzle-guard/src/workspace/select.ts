import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { toTreePath } from '../files/tree-path';
import { folderOf } from '../text/paths';
import type { Database } from './discover';

/**
 * The databases that a command is about: those asked for by name, folder, config or package, else those of the package that `cwd`
 * lies in, else all.
 *
 * @param asked the values of --database
 * @param notes what was not looked at
 * @throws GuardError `no-database` where there is none at all, `unknown-database` for a name that is none
 */
export function selectDatabases(
  databases: readonly Database[],
  asked: readonly string[],
  root: string,
  cwd: string,
  notes: readonly string[] = [],
): Database[] {
  if (databases.length === 0)
    throw new GuardError(
      'no-database',
      [`no drizzle config was found below ${root}, so nothing was checked or done`, ...notes].join('\n'),
      'create a drizzle.config.ts, or name the database under "databases" in drizzle-guard.json; for a bare folder use `drizzle-guard check --migrations <folder>`',
    );
  if (asked.length > 0) return unique(asked.flatMap((value) => named(databases, value, root, cwd)));
  const here = toTreePath(root, cwd);
  const depth = (database: Database) =>
    Math.max(...foldersOf(database).map((folder) => (isBelow(here, folder) ? folder.length : 0)));
  const deepest = Math.max(0, ...databases.map(depth));
  return deepest > 0 ? databases.filter((database) => depth(database) === deepest) : [...databases];
}

/** That of its project, and that of its config. */
function foldersOf({ dir, configFile }: Database): string[] {
  return configFile === null ? [dir] : [dir, folderOf(configFile) || '.'];
}

function isBelow(path: string, folder: string): boolean {
  return folder !== '.' && (path === folder || path.startsWith(`${folder}/`));
}

function named(databases: readonly Database[], value: string, root: string, cwd: string): Database[] {
  const byName = databases.filter(({ name }) => name === value);
  if (byName.length > 0) return byName;
  const places = [cwd, root].map((from) => toTreePath(root, path.resolve(from, value)) || '.');
  // A config's path tells the databases of one folder apart without their names.
  const byFolder = places.flatMap((place) => [
    databases.filter(({ dir, configFile }) => dir === place || configFile === place),
    databases.filter((database) => foldersOf(database).includes(place)),
  ]);
  const match = byFolder.find((group) => group.length > 0);
  if (match) return match;
  const ofPackage = databases.filter(({ packageName }) => packageName === value);
  if (new Set(ofPackage.map(({ dir }) => dir)).size === 1) return ofPackage;
  throw new GuardError(
    'unknown-database',
    `there is no database ${value}: the workspace has ${databases.map(({ name, dir }) => `${name} (${dir})`).join(', ')}`,
    'give one of these names or folders to --database',
  );
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
