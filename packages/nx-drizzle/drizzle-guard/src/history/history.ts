import { join } from '../text/paths';
import { prefixOf, stampOf } from '../text/tag';

/** The parent of the first migration, in every drizzle-kit (drizzle-kit 0.31.11, src/global.ts `originUUID`). */
export const ORIGIN_ID = '00000000-0000-0000-0000-000000000000';

export type Layout = 'journal' | 'folders';

/** A snapshot file's head. The state itself is not kept: a history of 300 snapshots weighs 90 MB. */
export interface Snapshot {
  /** Path from the workspace root. */
  file: string;
  /** What ties it to its migration: the part of the file name before `_snapshot.json`; in the folders layout the folder. */
  prefix: string;
  id: string;
  /** Ids of the snapshots it continues: one in the journal layout; in the folders layout more, where branches meet. */
  parents: string[];
  version: string;
  /** In the words of a drizzle config: `postgresql`, also where the file says `postgres`. */
  dialect: string;
  /** A whole state; or, of Postgres in the folders layout, the state to begin with and what changed since its parents. */
  form: 'full' | 'base' | 'diff';
  /** What drizzle-kit's own validation refuses of the state, although the head can be read. */
  fault?: string;
  /** Tables of Postgres to which it gives two primary keys: drizzle-kit 0.31 takes that, its up to 1.0 does not. */
  doubleKeys?: string[];
}

/** Where something is written down. */
interface Location {
  /** Path from the workspace root. */
  file: string;
  line?: number;
}

/** What a migration is in both layouts. */
export interface Migration {
  /** drizzle-kit's name of it: `0003_orders`, or the folder `20260131120000_orders`. */
  tag: string;
  /** When it was made, in milliseconds since 1970: the journal's `when`, or the time in the folder's name. */
  timestamp: number;
  /** Path of its SQL, whether or not the file is there. */
  sqlFile: string;
  hasSql: boolean;
  /** Path of its snapshot, whether or not the file is there. */
  snapshotFile: string;
  snapshot: Snapshot | null;
  /** Its entry in the journal; in the folders layout one of its files. */
  declaredAt: Location;
}

/** A migration that a journal lists. */
export interface JournalMigration extends Migration {
  /** The tag up to its first underscore; names the snapshot file. */
  prefix: string;
  /** The journal's `idx`. */
  index: number;
  breakpoints: boolean;
}

/** A place at which a file is not what its format says. */
export interface Problem extends Location {
  message: string;
}

/** `migrations.js`, by which the apps of some drivers get their migrations. */
export interface Bundle {
  file: string;
  imports: { name: string; path: string; line: number }[];
  /** Whether it hands the journal on; null where that cannot be told. */
  hasJournal: boolean | null;
  /** What it exports, and the path that stands behind it, if any; null where it is not written as drizzle-kit does. */
  entries: { key: string; path: string | null }[] | null;
  /** Paths of the imports that it does something with. */
  used: string[];
  /** Whether it holds nothing else, so that it may be written anew. */
  isAsWritten: boolean;
  /** Why nobody can load it. */
  problem?: Omit<Problem, 'file'>;
}

interface AnyHistory {
  /** The migrations folder, from the workspace root. */
  dir: string;
  dialect: string | null;
  /** Every snapshot that could be read, sorted by file name as drizzle-kit reads them. */
  snapshots: Snapshot[];
  snapshotProblems: Problem[];
  /** SQL files directly in the folder, without those that take another one back. */
  sqlFiles: string[];
  /** Files that belong to the other layout: there are some where an upgrade stopped halfway. */
  foreignFiles: string[];
  /** Every file below the folder that was looked at, with its path from the workspace root. */
  files: string[];
  /** Where there is one. */
  bundle?: Bundle;
}

/** drizzle-kit 0.x: a journal names the migrations. */
export interface JournalHistory extends AnyHistory {
  layout: 'journal';
  /** Path of the journal, whether or not the file is there. */
  journalFile: string;
  /** In the order in which they are applied: the journal's. */
  migrations: JournalMigration[];
  journalProblems: Problem[];
  /** True where the journal could not be read at all: then nothing is known of what belongs to it. */
  journalUnreadable: boolean;
}

/** drizzle-kit 1.0: each folder is a migration. */
export interface FoldersHistory extends AnyHistory {
  layout: 'folders';
  /** In the order in which they are applied: that of their names. */
  migrations: Migration[];
  /** Folders that hold SQL and whose names do not begin with a time. */
  misnamed: string[];
}

/** A database's migrations as they lie in one Tree. */
export type History = JournalHistory | FoldersHistory;

/** Whether it is not known which migrations there are: the journal cannot be read at all. */
export function isUnreadable(history: History): history is JournalHistory & { journalUnreadable: true } {
  return history.layout === 'journal' && history.journalUnreadable;
}

/** The migration that the next one continues, or undefined in an empty history. */
export function headOf(history: History): Migration | undefined {
  return history.migrations.at(-1);
}

/**
 * The migrations of one history that another, told by their tags, does not have. Where only one of the two has been
 * upgraded to the folders layout, the other is told by the names that the upgrade gives.
 */
export function onlyIn<H extends History>(history: H, other: History): H['migrations'] {
  const layout = commonLayout(history, other);
  const names = new Set(other.migrations.map((migration) => nameIn(layout, migration, other)));
  return history.migrations.filter((migration) => !names.has(nameIn(layout, migration, history)));
}

/**
 * Finds what a migration of one history is in another, told by their names as `onlyIn` tells them; undefined where the
 * other does not have it.
 */
export function counterpartsIn(
  other: History,
  history: History,
): (migration: Migration) => Migration | undefined {
  const layout = commonLayout(history, other);
  const byName = new Map(other.migrations.map((one) => [nameIn(layout, one, other), one]));
  return (migration) => byName.get(nameIn(layout, migration, history));
}

/** Whether an upgrade lies between the two: one is in folders, the other still has the journal of what it was made of. */
export function isUpgradeOf(one: History, other: History): boolean {
  return one.layout === 'folders' && other.layout === 'journal' && other.migrations.length > 0;
}

/** The layout in which migrations of both histories have names: that of folders, where one of them is upgraded. */
export function commonLayout({ layout }: History, other: History): Layout {
  return layout === other.layout ? layout : 'folders';
}

/** What a migration is called in a layout: its tag, or the folder that an upgrade makes of it. */
export function nameIn(layout: Layout, migration: Migration, history: History): string {
  return layout === 'folders' && history.layout === 'journal' ? folderNameOf(migration) : migration.tag;
}

/** The folder that `drizzle-kit up` (1.0.0-rc.5, `planFoldersV3`) makes of a migration of the journal layout. */
function folderNameOf({ tag, timestamp }: Migration): string {
  return `${stampOf(timestamp)}${tag.slice(prefixOf(tag).length)}`;
}

/**
 * Whether a parent stands for nothing. `drizzle-kit pull` gives the first snapshot the id of the origin, and 0.31 gives
 * it "" as its parent: what continues the origin then continues that one.
 *
 * @param of the snapshot that names the parent, and its place
 * @param ids those of all snapshots
 */
export function isNothing(
  parent: string,
  of: Pick<Snapshot, 'id'>,
  place: number,
  ids: { has(id: string): boolean },
): boolean {
  if (place > 0) return parent === ORIGIN_ID && !ids.has(ORIGIN_ID);
  return parent === ORIGIN_ID || (parent === '' && of.id === ORIGIN_ID);
}

/** The snapshots that no other continues: one in a line, none in an empty history. */
export function leavesOf({ snapshots }: History): Snapshot[] {
  const continued = new Set(snapshots.flatMap(({ parents }) => parents));
  return snapshots.filter(({ id }) => !continued.has(id));
}

export function journalFileOf(dir: string): string {
  return join(dir, 'meta/_journal.json');
}
