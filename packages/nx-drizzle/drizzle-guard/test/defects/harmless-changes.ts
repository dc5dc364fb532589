import type { FoldersFolder, JournalFolder } from './edit-folders';

/** Something that is no defect, though it looks like one. */
export interface Harmless<Folder> {
  what: string;
  change(folder: Folder): void;
}

const IN_BOTH: readonly Harmless<JournalFolder | FoldersFolder>[] = [
  { what: 'nothing', change() {} },
  {
    what: 'CRLF line ends everywhere',
    change({ files }) {
      for (const [file, text] of Object.entries(files)) files[file] = text.replaceAll(/\r?\n/g, '\r\n');
    },
  },
  {
    what: 'notes, and what keeps an empty folder',
    change({ put }) {
      put('drizzle/README.md', '# Notes\n');
      put('drizzle/.gitkeep', '');
    },
  },
  {
    what: 'SQL that is no migration, deeper down',
    change: ({ put }) => put('drizzle/seeds/2026/users.sql', 'SELECT 1;'),
  },
  {
    what: 'snapshots on one line, with a key and a line end more',
    change({ files }) {
      for (const file of Object.keys(files).filter((name) => name.endsWith('snapshot.json')))
        files[file] = `${JSON.stringify({ ...JSON.parse(files[file]!), note: '__proto__' })}\n`;
    },
  },
];

export const harmlessInJournals: readonly Harmless<JournalFolder>[] = [
  ...IN_BOTH,
  { what: 'a file of our own in meta/', change: ({ put }) => put('drizzle/meta/_notes.md', 'ours') },
  {
    what: 'no breakpoints named, and a key more, in an entry',
    change: ({ entries }) =>
      entries((all) => all.map(({ breakpoints: _, ...entry }) => ({ ...entry, note: '' }) as never)),
  },
];

export const harmlessInFolders: readonly Harmless<FoldersFolder>[] = IN_BOTH;
