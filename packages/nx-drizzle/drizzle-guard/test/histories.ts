import { foldersHistory, journalHistory, type FolderSpec, type MigrationSpec } from 'testkit';
import type { FoldersHistory, History, JournalHistory } from '../src/history/history';
import { readHistory } from '../src/history/read-history';
import { memoryTree } from '../src/sources/memory-tree';
import { found, type Found } from './found';

/** Files put over those of a history; null takes one out. */
export type Changes = Readonly<Record<string, string | null>>;

/** Long after the builder's timestamps. */
export const NOW = Date.UTC(2026, 5, 1);

export const JOURNAL = 'drizzle/meta/_journal.json';

/** The files of a made-up history in `drizzle/`, with some of them changed. */
export function historyFiles(
  migrations: readonly (string | MigrationSpec)[],
  changes: Changes = {},
): Record<string, string> {
  const files = Object.entries({ ...journalHistory(migrations), ...changes });
  return Object.fromEntries(files.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The files of a made-up history in the folders layout, in `drizzle/`, with some of them changed. */
export function folderFiles(
  migrations: readonly (string | FolderSpec)[],
  changes: Changes = {},
): Record<string, string> {
  const files = Object.entries({ ...foldersHistory(migrations), ...changes });
  return Object.fromEntries(files.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The model of a made-up history in the folders layout. */
export async function folderHistoryOf(
  migrations: readonly (string | FolderSpec)[],
  changes: Changes = {},
): Promise<FoldersHistory> {
  const history = await readHistory(memoryTree(folderFiles(migrations, changes)), 'drizzle');
  if (history.layout !== 'folders') throw new Error('read as the journal layout');
  return history;
}

/** What all structure checks together say about a made-up history in the folders layout. */
export async function folderFindingsOf(
  migrations: readonly (string | FolderSpec)[],
  changes: Changes = {},
): Promise<Found[]> {
  return foundIn(await folderHistoryOf(migrations, changes));
}

/** The model of a made-up history. */
export async function historyOf(
  migrations: readonly (string | MigrationSpec)[],
  changes: Changes = {},
): Promise<JournalHistory> {
  const history = await readHistory(memoryTree(historyFiles(migrations, changes)), 'drizzle');
  if (history.layout !== 'journal') throw new Error('read as the folders layout');
  return history;
}

/** What all structure checks together say about a made-up history. */
export async function findingsOf(
  migrations: readonly (string | MigrationSpec)[],
  changes: Changes = {},
): Promise<Found[]> {
  return foundIn(await historyOf(migrations, changes));
}

/** What all structure checks together say about a history. */
export function foundIn(history: History): Found[] {
  return found('structure', { history, now: NOW });
}

/** The codes of findings, each once, in order of appearance. */
export function codesOf(findings: readonly { code: string }[]): string[] {
  return [...new Set(findings.map(({ code }) => code))];
}
