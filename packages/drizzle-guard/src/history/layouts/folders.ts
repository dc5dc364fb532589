import * as v from 'valibot';
import { parseJson } from '../../text/json';
import { baseName, folderOf, join } from '../../text/paths';
import { byFolderName } from '../../text/tag';
import { standingAlone } from '../down-file';
import { type FoldersHistory, type Migration, type Problem, type Snapshot } from '../history';
import { dialectOf, issueOf } from './journal';

// The format of drizzle-kit 1.0 (read in 1.0.0-rc.5: `readFolder`; drizzle-orm's `readMigrationFiles`): no journal,
// each folder is a migration, its name says when it was made, and snapshots name any number of parents.
const SnapshotHead = v.object({
  id: v.string(),
  prevIds: v.array(v.string()),
  version: v.string(),
  dialect: v.string(),
  /** Postgres from format 9 on; the other dialects write whole states only. */
  type: v.optional(v.picklist(['base', 'diff'])),
});

const SQL = 'migration.sql';
const SNAPSHOT = 'snapshot.json';

/** Whether a file makes the folder that it lies in a migration of this layout. */
export function isFolderMigrationFile(dir: string, file: string): boolean {
  const parts = file.slice(dir === '' ? 0 : dir.length + 1).split('/');
  return parts.length === 2 && parts[0] !== 'meta' && (parts[1] === SQL || parts[1] === SNAPSHOT);
}

/** Whether a file is a snapshot of this layout. */
export function isFolderSnapshotFile(dir: string, file: string): boolean {
  return baseName(file) === SNAPSHOT && isFolderMigrationFile(dir, file);
}

/** The head of a snapshot file's text, or why it has none. */
export function parseFolderSnapshot(file: string, text: string): Snapshot | Problem {
  const parsed = parseJson(text);
  if ('problem' in parsed) return { file, line: parsed.problem.line, message: parsed.problem.message };
  const head = v.safeParse(SnapshotHead, parsed.value);
  if (!head.success)
    return { file, line: 1, message: `is not a drizzle-kit snapshot: ${issueOf(head.issues)}` };
  const { id, prevIds, version, dialect, type } = head.output;
  return {
    file,
    prefix: baseName(folderOf(file)),
    id,
    parents: prevIds,
    version,
    dialect: dialectOf(dialect),
    form: type ?? 'full',
  };
}

/**
 * Builds the history of a folders-layout folder from texts that somebody has read.
 *
 * @param dir the migrations folder
 * @param files every file below it
 * @param heads what `parseFolderSnapshot` said of each snapshot file
 */
export function parseFoldersLayout(
  dir: string,
  files: string[],
  heads: (Snapshot | Problem)[],
): FoldersHistory {
  const snapshots = heads.filter((head): head is Snapshot => 'id' in head);
  const own = files.filter((file) => isFolderMigrationFile(dir, file));
  const names = [...new Set(own.map((file) => baseName(folderOf(file))))].sort(byFolderName);
  const isThere = new Set(files);
  const snapshotOf = new Map(snapshots.map((snapshot) => [snapshot.prefix, snapshot]));
  const migrations: Migration[] = [];
  const misnamed: string[] = [];
  for (const name of names) {
    const timestamp = timestampOf(name);
    const sqlFile = join(dir, `${name}/${SQL}`);
    const snapshotFile = join(dir, `${name}/${SNAPSHOT}`);
    const hasSql = isThere.has(sqlFile);
    if (timestamp === null) {
      misnamed.push(join(dir, name));
      continue;
    }
    migrations.push({
      tag: name,
      timestamp,
      sqlFile,
      hasSql,
      snapshotFile,
      snapshot: snapshotOf.get(name) ?? null,
      declaredAt: { file: hasSql ? sqlFile : snapshotFile },
    });
  }
  return {
    layout: 'folders',
    dir,
    dialect: snapshots.at(-1)?.dialect ?? null,
    migrations,
    misnamed,
    snapshots,
    snapshotProblems: heads.filter((head): head is Problem => !('id' in head)),
    sqlFiles: standingAlone(
      files.filter((file) => file.endsWith('.sql') && file === join(dir, baseName(file))),
      [],
    ),
    foreignFiles: files.filter((file) => file.startsWith(`${join(dir, 'meta')}/`)),
    files,
  };
}

/** As drizzle-orm reads it (`formatToMillis`): the first 14 digits, in UTC. */
function timestampOf(name: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(name)?.slice(1).map(Number);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
