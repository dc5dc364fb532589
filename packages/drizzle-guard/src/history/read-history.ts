import { GuardError } from '../errors';
import type { Tree } from '../sources/tree';
import { baseName, join, journalFileOf, type History } from './history';
import { isSnapshotFile, parseJournalLayout, parseSnapshot } from './layouts/journal';

/**
 * Reads the migrations of one folder from a Tree. What is wrong with them is in the model, never thrown.
 * Snapshots are read one after another and only their heads are kept.
 *
 * @param dir the migrations folder, from the Tree's root; a folder that is not there is an empty history
 * @throws GuardError `unsupported-layout` for the folders layout of drizzle-kit 1.0
 */
export async function readHistory(tree: Tree, dir: string): Promise<History> {
  const files = await tree.list(dir);
  refuseFoldersLayout(dir, files);
  const heads = [];
  for (const file of files.filter((candidate) => isSnapshotFile(dir, candidate)))
    heads.push(parseSnapshot(file, (await textOf(tree, file)) ?? ''));
  return parseJournalLayout(dir, files, await textOf(tree, journalFileOf(dir)), heads);
}

/** With its byte order mark, because drizzle-kit trips over one. */
async function textOf(tree: Tree, file: string): Promise<string | undefined> {
  return (await tree.read(file))?.toString('utf8');
}

function refuseFoldersLayout(dir: string, files: string[]): void {
  const isFolderMigration = (file: string) =>
    (baseName(file) === 'migration.sql' || baseName(file) === 'snapshot.json') &&
    file.slice(dir === '' ? 0 : dir.length + 1).split('/').length === 2;
  if (files.includes(join(dir, 'meta/_journal.json')) || !files.some(isFolderMigration)) return;
  throw new GuardError(
    'unsupported-layout',
    `${dir} is in the folders layout of drizzle-kit 1.0, which this version of drizzle-guard does not read yet`,
    "run drizzle-kit's own `drizzle-kit check` for this database until then; nothing was checked",
  );
}
