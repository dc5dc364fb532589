import * as v from 'valibot';
import { inspectJson, parseJson } from '../../text/json';
import { join, baseName } from '../../text/paths';
import { prefixOf } from '../../text/tag';
import { standingAlone } from '../down-file';
import { count } from '../../text/words';
import {
  journalFileOf,
  type JournalHistory,
  type JournalMigration,
  type Problem,
  type Snapshot,
} from '../history';
import { faultOfTables, tablesWithTwoKeys } from './tables';

// The format of drizzle-kit 0.x (read in 0.31.11: `writeResult`, `prepareOutFolder`): meta/_journal.json names the
// migrations, <tag>.sql holds the SQL, meta/<prefix>_snapshot.json the state after it.
const Entry = v.object({
  idx: v.pipe(v.number(), v.integer()),
  when: v.pipe(v.number(), v.finite()),
  tag: v.pipe(v.string(), v.regex(/^[^/\\]+$/, 'a tag is a file name')),
  breakpoints: v.optional(v.boolean(), true),
});
const Journal = v.object({ dialect: v.optional(v.string()), entries: v.array(v.unknown()) });
const SnapshotHead = v.object({
  id: v.string(),
  prevId: v.string(),
  version: v.string(),
  dialect: v.string(),
});

const SNAPSHOT_SUFFIX = '_snapshot.json';

/** Every file in meta/ that drizzle-kit reads as a snapshot: all whose names do not begin with an underscore. */
export function isSnapshotFile(dir: string, file: string): boolean {
  const meta = `${join(dir, 'meta')}/`;
  return file.startsWith(meta) && !file.slice(meta.length).includes('/') && !baseName(file).startsWith('_');
}

/** The head of a snapshot file's text, or why it has none. */
export function parseSnapshot(file: string, text: string): Snapshot | Problem {
  const parsed = parseJson(text);
  if ('problem' in parsed) return { file, line: parsed.problem.line, message: parsed.problem.message };
  const head = v.safeParse(SnapshotHead, parsed.value);
  if (!head.success)
    return { file, line: 1, message: `is not a drizzle-kit snapshot: ${issueOf(head.issues)}` };
  const { id, prevId, version, dialect } = head.output;
  const name = baseName(file);
  const prefix = name.endsWith(SNAPSHOT_SUFFIX) ? name.slice(0, -SNAPSHOT_SUFFIX.length) : name;
  const known = dialectOf(dialect);
  const fault = faultOfTables(parsed.value, version, known);
  const snapshot: Snapshot = { file, prefix, id, parents: [prevId], version, dialect: known, form: 'full' };
  const doubleKeys = known === 'postgresql' ? tablesWithTwoKeys(parsed.value) : [];
  return {
    ...snapshot,
    ...(fault === null ? {} : { fault }),
    ...(doubleKeys.length === 0 ? {} : { doubleKeys }),
  };
}

/**
 * Builds the history of a journal-layout folder from texts that somebody has read.
 *
 * @param dir the migrations folder
 * @param files every file below it
 * @param journalText the journal's text, or undefined where there is no journal
 * @param heads what `parseSnapshot` said of each snapshot file
 * @param foreignFiles those of the files that belong to the folders layout
 */
export function parseJournalLayout(
  dir: string,
  files: string[],
  journalText: string | undefined,
  heads: (Snapshot | Problem)[],
  foreignFiles: string[] = [],
): JournalHistory {
  const snapshots = heads.filter((head): head is Snapshot => 'id' in head);
  const history: JournalHistory = {
    layout: 'journal',
    dir,
    dialect: null,
    journalFile: journalFileOf(dir),
    migrations: [],
    snapshots,
    sqlFiles: files.filter((file) => file.endsWith('.sql') && file === join(dir, baseName(file))),
    journalProblems: [],
    journalUnreadable: false,
    snapshotProblems: heads.filter((head): head is Problem => !('id' in head)),
    foreignFiles,
    files,
  };
  if (journalText === undefined) {
    history.sqlFiles = standingAlone(history.sqlFiles, []);
    noJournal(history);
    return history;
  }
  readEntries(history, journalText);
  const listed = history.migrations.map(({ sqlFile }) => sqlFile);
  history.sqlFiles = standingAlone(history.sqlFiles, listed);
  history.dialect ??= snapshots.at(-1)?.dialect ?? null;
  return history;
}

function noJournal(history: JournalHistory): void {
  const isEmpty = !history.files.some((file) => isSnapshotFile(history.dir, file));
  if (history.sqlFiles.length === 0 && isEmpty) return;
  history.journalUnreadable = true;
  history.journalProblems.push({
    file: history.journalFile,
    message: `is missing, although the folder holds ${count(history.sqlFiles.length, 'SQL file')}`,
  });
}

function readEntries(history: JournalHistory, text: string): void {
  const problem = (message: string, line?: number) =>
    history.journalProblems.push({
      file: history.journalFile,
      message,
      ...(line === undefined ? {} : { line }),
    });
  const parsed = parseJson(text);
  if ('problem' in parsed) {
    history.journalUnreadable = true;
    problem(parsed.problem.message, parsed.problem.line);
    return;
  }
  const journal = v.safeParse(Journal, parsed.value);
  if (!journal.success) {
    history.journalUnreadable = true;
    problem(`is not a drizzle-kit journal: ${issueOf(journal.issues)}`, 1);
    return;
  }
  const { dialect } = journal.output;
  history.dialect = dialect === undefined ? null : dialectOf(dialect);
  const { duplicateKeys, elementLines } = inspectJson(text, 'entries');
  for (const { message, line } of duplicateKeys) problem(message, line);

  const files = new Set(history.files);
  const snapshotOf = new Map(history.snapshots.map((snapshot) => [snapshot.prefix, snapshot]));
  const tags = new Set<string>();
  journal.output.entries.forEach((raw, position) => {
    const line = elementLines[position] ?? 1;
    const entry = v.safeParse(Entry, raw);
    if (!entry.success) {
      problem(`has an entry that is not one: ${issueOf(entry.issues)}`, line);
      return;
    }
    if (tags.has(entry.output.tag)) {
      problem(`lists ${entry.output.tag} twice`, line);
      return;
    }
    tags.add(entry.output.tag);
    const migration = migrationOf(history, entry.output, line);
    migration.hasSql = files.has(migration.sqlFile);
    migration.snapshot = snapshotOf.get(migration.prefix) ?? null;
    history.migrations.push(migration);
  });
}

function migrationOf(
  { dir, journalFile }: JournalHistory,
  entry: v.InferOutput<typeof Entry>,
  line: number,
): JournalMigration {
  const prefix = prefixOf(entry.tag);
  return {
    tag: entry.tag,
    prefix,
    index: entry.idx,
    timestamp: entry.when,
    breakpoints: entry.breakpoints,
    sqlFile: join(dir, `${entry.tag}.sql`),
    hasSql: false,
    snapshotFile: join(dir, `meta/${prefix}${SNAPSHOT_SUFFIX}`),
    snapshot: null,
    declaredAt: { file: journalFile, line },
  };
}

/** A dialect in the words of a drizzle config: journals of version 5 say `pg`, snapshots of 1.0 `postgres`. */
export function dialectOf(word: string): string {
  return word === 'pg' || word === 'postgres' ? 'postgresql' : word;
}

/** The first thing wrong with a value, and where in it. */
export function issueOf(issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [first] = issues;
  const path = v.getDotPath(first);
  if (path && first.received === 'undefined') return `${path} is missing`;
  return path ? `${path}: ${first.message}` : first.message;
}
