import { downFileOf } from '../../history/down-file';
import { journalFileOf, leavesOf, type Migration } from '../../history/history';
import { join } from '../../text/paths';
import type { Tree } from '../../sources/tree';
import { withoutPassages } from '../duplicates';
import { journalPlaces, journalWith } from '../journal-files';
import { snapshotText, withIds, type Placed } from '../placed';
import type { Held } from './read-steps';

/** What is to be in the files of a migrations folder: bytes, or null for one that goes. */
export type Files = Map<string, Uint8Array | null>;

export interface Placing {
  mine: Held;
  theirs: Held;
  /** What of mine moves or goes, as it lies there. */
  own: readonly Migration[];
  /** What of theirs has to be there as theirs has it. */
  beside: readonly Migration[];
  placed: readonly Placed[];
}

/** The files of theirs and, behind them, those of mine under their new names. */
export async function placeFiles({ mine, theirs, own, beside, placed }: Placing): Promise<Files> {
  const { dir, layout } = theirs.history;
  const files: Files = new Map();
  const asTheirs = [
    // Where theirs has a file of that name, be it of no migration, it stays.
    ...own.flatMap((migration) => filesOf(migration, mine.tree)),
    ...beside.flatMap((migration) => filesOf(migration, theirs.tree)),
  ];
  const texts = await Promise.all(asTheirs.map((file) => theirs.tree.read(file)));
  for (const [at, file] of asTheirs.entries()) files.set(file, texts[at] ?? null);
  const parents = layout === 'folders' ? leavesOf(theirs.history).map(({ id }) => id) : [headIdOf(theirs)];
  const snapshots = withIds(placed, parents);
  for (const [at, one] of placed.entries()) {
    const { tag, migration } = one;
    const { sqlFile, snapshotFile } = layout === 'journal' ? journalPlaces(dir, tag) : folderPlaces(dir, tag);
    const down = await mine.tree.read(downFileOf(migration));
    files.set(sqlFile, await sqlOf(one, mine.tree));
    files.set(snapshotFile, Buffer.from(snapshotText(snapshots[at]!)));
    if (down) files.set(downFileOf({ sqlFile }), down);
  }
  if (theirs.history.layout === 'journal') {
    const file = journalFileOf(dir);
    const textIn = async ({ tree }: Held) => (await tree.read(file))!.toString('utf8');
    const journal = journalWith(theirs.history, await textIn(theirs), await textIn(mine), placed);
    files.set(file, Buffer.from(journal));
  }
  return files;
}

/** Those of what stands behind theirs already, as it is: git may have put lines of both into the journal. */
export async function filesInPlace({ tree, history }: Held, own: readonly Migration[]): Promise<Files> {
  const places = [journalFileOf(history.dir), ...own.flatMap((migration) => filesOf(migration, tree))];
  const files: Files = new Map();
  for (const file of places) files.set(file, (await tree.read(file)) ?? null);
  return files;
}

function headIdOf({ history }: Held): string {
  return history.migrations.at(-1)!.snapshot!.id;
}

function folderPlaces(dir: string, tag: string): { sqlFile: string; snapshotFile: string } {
  return { sqlFile: join(dir, `${tag}/migration.sql`), snapshotFile: join(dir, `${tag}/snapshot.json`) };
}

function filesOf(migration: Migration, tree: Tree): string[] {
  return [migration.sqlFile, migration.snapshotFile, downFileOf(migration)].filter((file) => tree.has(file));
}

/** Every byte of it, unless theirs has some of its statements. */
async function sqlOf({ migration, dropped }: Placed, tree: Tree): Promise<Uint8Array> {
  const bytes = (await tree.read(migration.sqlFile)) ?? Buffer.alloc(0);
  if (dropped.length === 0) return bytes;
  return Buffer.from(withoutPassages(bytes.toString('utf8'), dropped)!);
}

/** Those that are not as they are in a Tree. */
export async function differingFrom(files: Files, tree: Tree): Promise<Files> {
  const differing: Files = new Map();
  for (const [file, bytes] of files) {
    const there = (await tree.read(file)) ?? null;
    const isSame = there === null || bytes === null ? there === bytes : there.equals(bytes);
    if (!isSame) differing.set(file, bytes);
  }
  return differing;
}
