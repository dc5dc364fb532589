/** The parent of the first migration, in every drizzle-kit (drizzle-kit 0.31.11, src/global.ts `originUUID`). */
export const ORIGIN_ID = '00000000-0000-0000-0000-000000000000';

export type Layout = 'journal' | 'folders';

/** A snapshot file's head. The state itself is not kept: a history of 300 snapshots weighs 90 MB. */
export interface Snapshot {
  /** Path from the workspace root. */
  file: string;
  /** What ties it to its migration: the part of the file name before `_snapshot.json`. */
  prefix: string;
  id: string;
  /** Ids of the snapshots it continues: one in the journal layout. */
  parents: string[];
  version: string;
  dialect: string;
}

export interface Migration {
  /** drizzle-kit's name of it: `0003_orders`. */
  tag: string;
  /** The tag up to its first underscore; names the snapshot file. */
  prefix: string;
  /** The journal's `idx`. */
  index: number;
  /** The journal's `when`, in milliseconds since 1970: what drizzle-orm 0.x orders by. */
  timestamp: number;
  breakpoints: boolean;
  /** Path of its SQL, whether or not the file is there. */
  sqlFile: string;
  hasSql: boolean;
  snapshot: Snapshot | null;
  /** Line of its entry in the journal. */
  line: number;
}

/** A place at which a file is not what its format says. */
export interface Problem {
  file: string;
  line?: number;
  message: string;
}

/** A database's migrations as they lie in one Tree. */
export interface History {
  layout: Layout;
  /** The migrations folder, from the workspace root. */
  dir: string;
  dialect: string | null;
  /** Path of the journal, whether or not the file is there. */
  journalFile: string;
  /** In the order in which they are applied: the journal's. */
  migrations: Migration[];
  /** Every snapshot that could be read, sorted by file name as drizzle-kit reads them. */
  snapshots: Snapshot[];
  /** SQL files directly in the folder. */
  sqlFiles: string[];
  journalProblems: Problem[];
  /** True where the journal could not be read at all: then nothing is known of what belongs to it. */
  journalUnreadable: boolean;
  snapshotProblems: Problem[];
  /** Every file below the folder that was looked at, with its path from the workspace root. */
  files: string[];
}

/** The migration that the next one continues, or undefined in an empty history. */
export function headOf(history: History): Migration | undefined {
  return history.migrations.at(-1);
}

/** The migrations of one history that another, told by their tags, does not have. */
export function onlyIn(history: History, other: History): Migration[] {
  const tags = new Set(other.migrations.map(({ tag }) => tag));
  return history.migrations.filter(({ tag }) => !tags.has(tag));
}

export function journalFileOf(dir: string): string {
  return join(dir, 'meta/_journal.json');
}

export function join(dir: string, file: string): string {
  return dir === '' ? file : `${dir}/${file}`;
}

export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
