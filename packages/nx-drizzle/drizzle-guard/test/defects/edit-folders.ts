import { snapshotId } from 'testkit';
import type { Entry } from '../fixtures';
import type { Files } from './real-histories';

type Json = Record<string, any>;

const META = 'drizzle/meta';
const JOURNAL_FILE = `${META}/_journal.json`;

/**
 * A migrations folder that is being spoilt. Migrations are told by their place: from the first that it was opened at, or,
 * below 0, from the newest.
 */
export interface Folder {
  files: Record<string, string>;
  /** @param text of another file, mostly; throws where that is not there */
  put(file: string, text: string | undefined): void;
  /** Rewrites the text of a file that is there. */
  text(file: string, change: (text: string) => string): void;
  remove(...files: string[]): void;
  move(from: string, to: string): void;
  sqlFile(place: number): string;
  snapshotFile(place: number): string;
  snapshot(place: number, change: (snapshot: Json) => void): void;
  idOf(place: number): string;
}

export interface JournalFolder extends Folder {
  journalFile: string;
  /** Changes the entries from the first on, or gives others. */
  entries(change: (entries: Entry[]) => Entry[] | void): void;
  numberOf(place: number): string;
  /** Another tag in the journal and for the SQL file, with the snapshot where its number asks for it. */
  retag(place: number, tag: string): void;
  /** All of a migration: its entry, its SQL and its snapshot. */
  drop(place: number): void;
}

export interface FoldersFolder extends Folder {
  /** The names of the folders, in order. */
  names: readonly string[];
  rename(place: number, name: string): void;
  /** Puts a copy of a migration beside it, under another name. */
  copy(place: number, name: string): void;
  drop(place: number): void;
}

export function journalFolder(given: Files, first = 0): JournalFolder {
  const tagOf = (place: number) => at(entriesOf(given).slice(first), place).tag;
  const folder = anyFolder(given, (place) => ({
    sql: `drizzle/${tagOf(place)}.sql`,
    snapshot: `${META}/${prefixOf(tagOf(place))}_snapshot.json`,
  }));
  const { files } = folder;
  const entries: JournalFolder['entries'] = (change) => {
    const journal = JSON.parse(files[JOURNAL_FILE]!);
    const all = journal.entries.slice(first);
    journal.entries = [...journal.entries.slice(0, first), ...(change(all) ?? all)];
    files[JOURNAL_FILE] = jsonText(journal);
  };
  return {
    ...folder,
    journalFile: JOURNAL_FILE,
    entries,
    numberOf: (place) => prefixOf(tagOf(place)),
    retag(place, tag) {
      const snapshot = `${META}/${prefixOf(tag)}_snapshot.json`;
      folder.move(folder.sqlFile(place), `drizzle/${tag}.sql`);
      if (snapshot !== folder.snapshotFile(place)) folder.move(folder.snapshotFile(place), snapshot);
      entries((all) => void (at(all, place).tag = tag));
    },
    drop(place) {
      entries((all) => all.filter(({ tag }) => tag !== tagOf(place)));
      folder.remove(folder.sqlFile(place), folder.snapshotFile(place));
    },
  };
}

export function foldersFolder(given: Files, first = 0): FoldersFolder {
  const all = [...new Set(Object.keys(given).map((file) => file.split('/')[1]!))].sort();
  const names = all.slice(first);
  const folder = anyFolder(given, (place) => ({
    sql: `drizzle/${at(names, place)}/migration.sql`,
    snapshot: `drizzle/${at(names, place)}/snapshot.json`,
  }));
  const copy = (place: number, name: string) => {
    for (const file of [folder.sqlFile(place), folder.snapshotFile(place)])
      folder.put(file.replace(at(names, place), name), folder.files[file]!);
  };
  const drop = (place: number) => folder.remove(folder.sqlFile(place), folder.snapshotFile(place));
  return {
    ...folder,
    names,
    copy,
    drop,
    rename(place, name) {
      copy(place, name);
      drop(place);
    },
  };
}

function anyFolder(given: Files, filesOf: (place: number) => { sql: string; snapshot: string }): Folder {
  const files: Record<string, string> = { ...given };
  const textOf = (file: string) => {
    if (files[file] === undefined) throw new Error(`${file} is not there to be changed`);
    return files[file];
  };
  const folder: Folder = {
    files,
    put(file, text) {
      if (text === undefined) throw new Error(`there is no text to put into ${file}`);
      files[file] = text;
    },
    text: (file, change) => void (files[file] = change(textOf(file))),
    remove(...names) {
      for (const file of names) {
        textOf(file);
        delete files[file];
      }
    },
    move(from, to) {
      files[to] = textOf(from);
      delete files[from];
    },
    sqlFile: (place) => filesOf(place).sql,
    snapshotFile: (place) => filesOf(place).snapshot,
    snapshot(place, change) {
      folder.text(filesOf(place).snapshot, (text) => {
        const snapshot = JSON.parse(text);
        change(snapshot);
        return jsonText(snapshot);
      });
    },
    idOf: (place) => JSON.parse(textOf(filesOf(place).snapshot)).id,
  };
  return folder;
}

/** The id of a snapshot that is nowhere. */
export const UNKNOWN_ID = snapshotId('nowhere');

/** A text with the conflict markers of a merge around its middle line. */
export function withMarkers(text: string): string {
  const lines = text.split('\n');
  const middle = Math.floor(lines.length / 2);
  lines.splice(middle, 1, '<<<<<<< HEAD', lines[middle]!, '=======', lines[middle]!, '>>>>>>> theirs');
  return lines.join('\n');
}

export function cutInHalf(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}

function prefixOf(tag: string): string {
  return tag.split('_')[0]!;
}

function entriesOf(files: Files): Entry[] {
  return JSON.parse(files[JOURNAL_FILE]!).entries;
}

function at<T>(values: readonly T[], place: number): T {
  return values.at(place)!;
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
