import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { toTreePath } from '../files/tree-path';
import type { History } from '../history/history';
import { parseFolderSnapshot } from '../history/layouts/folders';
import { readHistory } from '../history/read-history';
import type { Tree } from '../sources/tree';

/** A migrations folder as it lies on the disk. */
export interface MigrationsFolder {
  /** Absolute. */
  folder: string;
  /** The folder that paths in messages count from, absolute. */
  root: string;
  history: History;
  /** What the journal or the newest snapshot says; null where neither is there. */
  dialect: string | null;
}

/**
 * Reads a migrations folder of either layout, without its snapshots.
 * @param given the folder, the package's folder, or SQL files
 * @throws GuardError `no-migrations` where there are none
 */
export async function readMigrationsFolder(given: string | readonly string[]): Promise<MigrationsFolder> {
  const files = typeof given === 'string' ? null : given.map((file) => path.resolve(file));
  const folder = files ? folderOf(files) : folderAt(path.resolve(given as string));
  const root = path.dirname(folder);
  const tree = treeOf(root, folder, files);
  const history = await readHistory(tree, toTreePath(root, folder), null);
  if (history.files.length === 0) throw noMigrations(folder);
  return { folder, root, history, dialect: history.dialect ?? dialectOfNewest(root, history) };
}

function dialectOfNewest(root: string, { migrations }: History): string | null {
  const file = path.join(root, migrations.at(-1)?.snapshotFile ?? '');
  if (migrations.length === 0 || !existsSync(file)) return null;
  const head = parseFolderSnapshot(file, readFileSync(file, 'utf8'));
  return 'id' in head ? head.dialect : null;
}

function folderAt(given: string): string {
  const own = path.join(given, 'drizzle');
  return isMigrationsFolder(given) || !existsSync(own) ? given : own;
}

/** A package has its sources in it, which are no migrations. */
function isMigrationsFolder(folder: string): boolean {
  if (existsSync(path.join(folder, 'meta/_journal.json'))) return true;
  return namesIn(folder).some((name) => existsSync(path.join(folder, name, 'migration.sql')));
}

/** Of SQL files that are all of one folder. */
function folderOf(files: readonly string[]): string {
  const folders = files.map((file) =>
    path.basename(file) === 'migration.sql' ? path.dirname(path.dirname(file)) : path.dirname(file),
  );
  const [folder, other] = new Set(folders);
  if (folder === undefined) throw noMigrations('the list of SQL files');
  if (other === undefined) return folder;
  throw new GuardError(
    'usage',
    `the SQL files are of several migrations folders: ${folder} and ${other}`,
    'give those of one database; no database was opened',
  );
}

/** What is needed of a folder, and nothing else: git is not asked, and no links are looked for. */
function treeOf(root: string, folder: string, files: readonly string[] | null): Tree {
  const at = (file: string) => path.join(root, file);
  const listed = () => {
    const journal = path.join(folder, 'meta/_journal.json');
    if (files) return [...files, ...(existsSync(journal) ? [journal] : [])];
    const names = namesIn(folder, true);
    return names.map((name) => path.join(folder, name));
  };
  return {
    label: 'the disk',
    root,
    list: async () =>
      listed()
        .map((file) => toTreePath(root, file))
        .sort(),
    match: async () => [],
    has: (file) => existsSync(at(file)),
    idOf: () => null,
    read: async (file) => (existsSync(at(file)) ? readFileSync(at(file)) : undefined),
  };
}

function namesIn(folder: string, deep = false): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true, recursive: deep });
  const wanted = deep ? entries.filter((entry) => !entry.isDirectory()) : entries;
  return wanted.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function noMigrations(where: string): GuardError {
  return new GuardError(
    'no-migrations',
    `${where} holds no migrations`,
    'give the migrations folder (`out` of the drizzle config), with its meta folder where it has one',
  );
}
