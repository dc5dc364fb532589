import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { toTreePath } from '../files/tree-path';
import type { Database } from './discover';

/**
 * The databases that a command is about: those asked for by name, folder, config or package, else those of the package that `cwd`
 * lies in, else all.
 *
 * @param asked the values of --database
 * @throws GuardError `no-database` where there is none at all, `unknown-database` for a name that is none
 */
export function selectDatabases(
  databases: readonly Database[],
  asked: readonly string[],
  root: string,
  cwd: string,
): Database[] {
  if (databases.length === 0)
    throw new GuardError(
      'no-database',
      `no drizzle config was found below ${root}, so nothing was checked or done`,
      'create a drizzle.config.ts, or name the database under "databases" in drizzle-guard.json; for a bare folder use `drizzle-guard check --migrations <folder>`',
    );
  if (asked.length > 0) return unique(asked.flatMap((value) => named(databases, value, root, cwd)));
  const here = toTreePath(root, cwd);
  const holders = databases.filter(({ dir }) => dir !== '.' && (here === dir || here.startsWith(`${dir}/`)));
  const deepest = Math.max(0, ...holders.map(({ dir }) => dir.length));
  return holders.length > 0 ? holders.filter(({ dir }) => dir.length === deepest) : [...databases];
}

function named(databases: readonly Database[], value: string, root: string, cwd: string): Database[] {
  const byName = databases.filter(({ name }) => name === value);
  if (byName.length > 0) return byName;
  const places = [cwd, root].map((from) => toTreePath(root, path.resolve(from, value)) || '.');
  // A config's path tells the databases of one folder apart without their names.
  const byFolder = places.map((place) =>
    databases.filter(({ dir, configFile }) => dir === place || configFile === place),
  );
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
