import type { Tree } from '../sources/tree';
import { journalFileOf, type History, type Problem, type Snapshot } from './history';
import { bundleFileOf, parseBundle } from './layouts/bundle';
import {
  isFolderMigrationFile,
  isFolderSnapshotFile,
  parseFoldersLayout,
  parseFolderSnapshot,
} from './layouts/folders';
import { isSnapshotFile, parseJournalLayout, parseSnapshot } from './layouts/journal';

/** Heads of snapshots by git's id of their bytes and their path: what has an id never changes, and a history weighs up to 90 MB. */
export type HeadCache = Map<string, Snapshot | Problem>;

/**
 * Reads the migrations of one folder from a Tree, in the layout that it has: with a journal it is the journal's, also
 * where an upgrade to folders has begun. What is wrong with them is in the model, never thrown.
 * Snapshots are read one after another and only their heads are kept.
 *
 * @param dir the migrations folder, from the Tree's root; a folder that is not there is an empty history
 * @param heads heads that are known already; new ones are added. Null where nobody asks for a snapshot: none is read
 */
export async function readHistory(
  tree: Tree,
  dir: string,
  heads: HeadCache | null = new Map(),
): Promise<History> {
  const files = await tree.list(dir);
  const history = await readMigrations(tree, dir, files, heads);
  const file = bundleFileOf(dir);
  const bundle = files.includes(file) ? parseBundle(file, (await textOf(tree, file)) ?? '') : null;
  return bundle ? { ...history, bundle } : history;
}

async function readMigrations(
  tree: Tree,
  dir: string,
  files: string[],
  heads: HeadCache | null,
): Promise<History> {
  const isWanted = (is: typeof isSnapshotFile) => (file: string) => heads !== null && is(dir, file);
  const folderFiles = files.filter((file) => isFolderMigrationFile(dir, file));
  const journalFile = journalFileOf(dir);
  if (folderFiles.length > 0 && !files.includes(journalFile)) {
    const snapshots = [];
    for (const file of files.filter(isWanted(isFolderSnapshotFile)))
      snapshots.push(await readHead(tree, file, parseFolderSnapshot, heads!));
    return parseFoldersLayout(dir, files, snapshots);
  }
  const snapshots = [];
  for (const file of files.filter(isWanted(isSnapshotFile)))
    snapshots.push(await readHead(tree, file, parseSnapshot, heads!));
  return parseJournalLayout(dir, files, await textOf(tree, journalFile), snapshots, folderFiles);
}

async function readHead(
  tree: Tree,
  file: string,
  parse: typeof parseSnapshot,
  heads: HeadCache,
): Promise<Snapshot | Problem> {
  const id = tree.idOf(file);
  const key = id === null ? null : headKey(id, file);
  const known = key === null ? undefined : heads.get(key);
  if (known) return known;
  const head = parse(file, (await textOf(tree, file)) ?? '');
  if (key !== null) heads.set(key, head);
  return head;
}

/** @param id git's id of the file's bytes, or another that stands for them */
export function headKey(id: string, file: string): string {
  return `${id} ${file}`;
}

/** With its byte order mark, because drizzle-kit trips over one. */
async function textOf(tree: Tree, file: string): Promise<string | undefined> {
  return (await tree.read(file))?.toString('utf8');
}
