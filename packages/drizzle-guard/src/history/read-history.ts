import { GuardError } from '../errors';
import type { Tree } from '../sources/tree';
import { baseName, join, journalFileOf, type History, type Problem, type Snapshot } from './history';
import { isSnapshotFile, parseJournalLayout, parseSnapshot } from './layouts/journal';

/** Heads of snapshots by git's id of their bytes and their path: what has an id never changes, and a history weighs up to 90 MB. */
export type HeadCache = Map<string, Snapshot | Problem>;

/**
 * Reads the migrations of one folder from a Tree. What is wrong with them is in the model, never thrown.
 * Snapshots are read one after another and only their heads are kept.
 *
 * @param dir the migrations folder, from the Tree's root; a folder that is not there is an empty history
 * @param heads heads that are known already; new ones are added
 * @throws GuardError `unsupported-layout` for the folders layout of drizzle-kit 1.0
 */
export async function readHistory(tree: Tree, dir: string, heads: HeadCache = new Map()): Promise<History> {
  const files = await tree.list(dir);
  refuseFoldersLayout(dir, files);
  const snapshots = [];
  for (const file of files.filter((candidate) => isSnapshotFile(dir, candidate)))
    snapshots.push(await readHead(tree, file, heads));
  return parseJournalLayout(dir, files, await textOf(tree, journalFileOf(dir)), snapshots);
}

async function readHead(tree: Tree, file: string, heads: HeadCache): Promise<Snapshot | Problem> {
  const id = tree.idOf(file);
  const key = id === null ? null : `${id} ${file}`;
  const known = key === null ? undefined : heads.get(key);
  if (known) return known;
  const head = parseSnapshot(file, (await textOf(tree, file)) ?? '');
  if (key !== null) heads.set(key, head);
  return head;
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
