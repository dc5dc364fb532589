import { ORIGIN_ID } from '../../src/history/history';
import type { Defect } from './defect';
import { cutInHalf, UNKNOWN_ID, withMarkers, type JournalFolder } from './edit-folders';
import { missingSql, unreadableSnapshots } from './in-either-layout';

const DAY = 86_400_000;

const ENTRY_LOST = {
  'orphan-sql': 'the SQL file of the entry that is lost is in no journal',
  'orphan-snapshot': 'nor is its snapshot',
};
const HOLE = 'the entries before and after it are not in a row any more';
const CONTINUED = 'the migration after it continues a snapshot that is not to be had';

/** What can be wrong with meta/_journal.json, its SQL files and its snapshots; there are four migrations, 0 to 3. */
export const journalDefects: readonly Defect<JournalFolder>[] = [
  {
    code: 'mixed-layout',
    what: 'a migration of 1.0 beside the journal',
    inject: ({ put }) => put('drizzle/20300101000000_more/migration.sql', 'SELECT 1;'),
  },
  {
    code: 'mixed-layout',
    what: 'an upgrade that was stopped after its first folder',
    inject({ put, files, sqlFile, snapshotFile }) {
      put('drizzle/20260101000000_accounts/migration.sql', files[sqlFile(0)]);
      put('drizzle/20260101000000_accounts/snapshot.json', files[snapshotFile(0)]);
    },
  },
  {
    code: 'broken-journal',
    what: 'conflict markers',
    inject: ({ text, journalFile }) => text(journalFile, withMarkers),
  },
  { code: 'broken-journal', what: 'cut', inject: ({ text, journalFile }) => text(journalFile, cutInHalf) },
  { code: 'broken-journal', what: 'empty', inject: ({ put, journalFile }) => put(journalFile, '') },
  { code: 'broken-journal', what: 'no object', inject: ({ put, journalFile }) => put(journalFile, '[]') },
  {
    code: 'broken-journal',
    what: 'a byte order mark',
    inject: ({ text, journalFile }) => text(journalFile, (old) => `\ufeff${old}`),
  },
  {
    code: 'broken-journal',
    what: 'a comma after the last entry',
    inject: ({ text, journalFile }) => text(journalFile, (old) => old.replace(/\}\s*\]/, '},]')),
  },
  { code: 'broken-journal', what: 'deleted', inject: ({ remove, journalFile }) => remove(journalFile) },
  {
    code: 'broken-journal',
    what: 'the two last entries in one object, as "accept both" leaves them',
    inject: ({ text, journalFile }) =>
      text(journalFile, (old) => {
        const end = old.lastIndexOf('},', old.lastIndexOf('"idx"'));
        return `${old.slice(0, end)},${old.slice(old.indexOf('{', end) + 1)}`;
      }),
    also: { ...ENTRY_LOST, 'index-gap': HOLE },
  },
  {
    code: 'broken-journal',
    what: 'an entry twice',
    inject: ({ entries }) => entries((all) => [...all, all.at(-1)!]),
  },
  {
    code: 'broken-journal',
    what: 'the newest entry without a timestamp',
    inject: ({ entries }) => entries((all) => void delete (all.at(-1) as Partial<{ when: number }>).when),
    also: ENTRY_LOST,
  },
  {
    code: 'broken-journal',
    what: 'an index that is a text',
    inject: ({ entries }) => entries((all) => void ((all.at(-1) as { idx: unknown }).idx = '3')),
    also: ENTRY_LOST,
  },
  {
    code: 'broken-journal',
    what: 'a tag that leads out of the folder',
    inject: ({ entries }) => entries((all) => void (all.at(-1)!.tag = '../0003_posts')),
    also: ENTRY_LOST,
  },
  ...unreadableSnapshots({ 'dangling-parent': CONTINUED }),
  {
    code: 'malformed-snapshot',
    what: 'no prevId',
    inject: ({ snapshot }) => snapshot(-1, (one) => void delete one.prevId),
  },
  {
    code: 'malformed-snapshot',
    what: 'an id that is a number',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.id = 3)),
  },
  {
    code: 'malformed-snapshot',
    what: 'notes among the snapshots',
    inject: ({ put }) => put('drizzle/meta/README.md', '# Notes\n'),
  },
  {
    code: 'outdated-snapshot',
    what: 'the newest in the format of an older drizzle-kit',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.version = String(Number(one.version) - 1))),
  },
  {
    code: 'duplicate-index',
    what: 'the newest has the index of the one before',
    inject: ({ entries }) => entries((all) => void (all.at(-1)!.idx = all.at(-2)!.idx)),
  },
  {
    code: 'duplicate-index',
    what: 'an older one has the index of the one before',
    inject: ({ entries }) => entries((all) => void (all[2]!.idx = all[1]!.idx)),
    also: { 'index-gap': 'its own index is free then' },
  },
  {
    code: 'duplicate-prefix',
    what: 'two of one number, with the snapshot of one of them',
    inject({ remove, retag, numberOf, snapshotFile }) {
      remove(snapshotFile(2));
      retag(3, `${numberOf(2)}_posts`);
    },
    also: { 'dangling-parent': 'the snapshot that stays continues the one that was overwritten' },
  },
  {
    code: 'duplicate-prefix',
    what: 'two branches, both entries kept and one snapshot',
    inject({ remove, retag, numberOf, entries, snapshotFile, put, files }) {
      const kept = files[snapshotFile(2)];
      remove(snapshotFile(2));
      retag(3, `${numberOf(2)}_posts`);
      put(snapshotFile(2), kept);
      entries((all) => void (all[3]!.idx = all[2]!.idx));
    },
    also: { 'duplicate-index': 'both branches gave the same index, too' },
  },
  {
    code: 'duplicate-snapshot',
    what: 'the newest is a copy of the one before',
    inject: ({ put, files, snapshotFile }) => put(snapshotFile(-1), files[snapshotFile(-2)]),
    also: { 'forked-history': 'a copy has the same parent' },
  },
  {
    code: 'duplicate-snapshot',
    what: 'an editor left a copy',
    inject: ({ put, files, snapshotFile }) => put(`${snapshotFile(-1)}.orig`, files[snapshotFile(-1)]),
    also: {
      'forked-history': 'a copy has the same parent',
      'orphan-snapshot': 'no migration has a snapshot of that name',
    },
  },
  {
    code: 'duplicate-snapshot',
    what: 'a later one has the id of the first, and is continued under it',
    inject({ snapshot, idOf }) {
      const first = idOf(0);
      snapshot(2, (one) => void (one.id = first));
      snapshot(3, (one) => void (one.prevId = first));
    },
    also: { 'forked-history': 'two continue that id' },
  },
  {
    code: 'forked-history',
    what: 'the newest continues the parent of the one before',
    inject: ({ snapshot, idOf }) => snapshot(-1, (one) => void (one.prevId = idOf(-3))),
  },
  {
    code: 'forked-history',
    what: 'two begin a history',
    inject: ({ snapshot }) => snapshot(1, (one) => void (one.prevId = ORIGIN_ID)),
  },
  ...missingSql(0, 1, 3),
  {
    code: 'missing-snapshot',
    what: 'of the newest',
    inject: ({ remove, snapshotFile }) => remove(snapshotFile(-1)),
  },
  ...[0, 2].map((place) => ({
    code: 'missing-snapshot',
    what: `of migration ${place}`,
    inject: ({ remove, snapshotFile }: JournalFolder) => remove(snapshotFile(place)),
    also: { 'dangling-parent': CONTINUED },
  })),
  {
    code: 'orphan-sql',
    what: 'a file that no journal ever listed',
    inject: ({ put }) => put('drizzle/0002_other.sql', 'SELECT 1;'),
  },
  {
    code: 'orphan-sql',
    what: 'the newest entry lost',
    inject: ({ entries }) => entries((all) => all.slice(0, -1)),
    also: { 'orphan-snapshot': ENTRY_LOST['orphan-snapshot'] },
  },
  {
    code: 'orphan-snapshot',
    what: 'the newest migration taken out, all but its snapshot',
    inject({ entries, remove, sqlFile }) {
      remove(sqlFile(-1));
      entries((all) => all.slice(0, -1));
    },
  },
  {
    code: 'orphan-snapshot',
    what: 'an older migration taken out, all but its snapshot',
    inject({ entries, remove, sqlFile }) {
      remove(sqlFile(1));
      entries((all) => all.filter((_, place) => place !== 1));
    },
    also: { 'index-gap': HOLE },
  },
  {
    code: 'dangling-parent',
    what: 'nobody has that id',
    inject: ({ snapshot }) => snapshot(2, (one) => void (one.prevId = UNKNOWN_ID)),
  },
  {
    code: 'dangling-parent',
    what: 'an empty one, at the root',
    inject: ({ snapshot }) => snapshot(0, (one) => void (one.prevId = '')),
  },
  {
    code: 'dangling-parent',
    what: 'it comes later',
    inject: ({ snapshot, idOf }) => snapshot(1, (one) => void (one.prevId = idOf(3))),
  },
  {
    code: 'dangling-parent',
    what: 'it is itself',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.prevId = one.id)),
  },
  {
    code: 'timestamp-regression',
    what: 'the newest is older than all',
    inject: ({ entries }) => entries((all) => void (all.at(-1)!.when = all[0]!.when - DAY)),
  },
  {
    code: 'timestamp-regression',
    what: 'the same time as the one before',
    inject: ({ entries }) => entries((all) => void (all.at(-1)!.when = all.at(-2)!.when)),
  },
  {
    code: 'timestamp-regression',
    what: 'the first one newer than those after it',
    inject: ({ entries }) => entries((all) => void (all[0]!.when = all.at(-1)!.when + 1)),
  },
  {
    code: 'index-gap',
    what: 'an older migration taken out, and linked over',
    inject({ snapshot, idOf, drop }) {
      const first = idOf(0);
      snapshot(2, (one) => void (one.prevId = first));
      drop(1);
    },
  },
  {
    code: 'index-gap',
    what: 'the newest has a greater index',
    inject: ({ entries }) => entries((all) => void (all.at(-1)!.idx += 4)),
  },
  {
    code: 'index-gap',
    what: 'two in the wrong order',
    inject: ({ entries }) =>
      entries((all) => {
        [all[2]!.idx, all[3]!.idx] = [all[3]!.idx, all[2]!.idx];
      }),
  },
  {
    code: 'future-timestamp',
    what: 'the newest of tomorrow',
    inject: ({ entries }) => entries((all) => void (all.at(-1)!.when += DAY)),
  },
  {
    code: 'future-timestamp',
    what: 'an older one of tomorrow',
    inject: ({ entries }) => entries((all) => void (all[1]!.when = all.at(-1)!.when + DAY)),
    also: { 'timestamp-regression': 'those after it are older' },
  },
  {
    code: 'stale-bundle',
    what: 'a migrations.js without a migration',
    inject: ({ put }) =>
      put(
        'drizzle/migrations.js',
        "import journal from './meta/_journal.json';\n\n  export default {\n    journal,\n    migrations: {\n      \n    }\n  }\n  ",
      ),
  },
  {
    code: 'stale-bundle',
    what: 'a migrations.js with conflict markers',
    inject: ({ put }) =>
      put('drizzle/migrations.js', withMarkers("import journal from './meta/_journal.json';\n")),
  },
];

/** Codes that this layout cannot have, and why. */
export const notInJournals: Readonly<Record<string, string>> = {
  'conflicting-migrations': 'a fork is not allowed at all: forked-history',
  'misnamed-folder': 'a migration is no folder',
  'unmerged-fork': 'a fork is not allowed at all: forked-history',
  'reverted-upgrade': 'what has landed beside it is a journal, too',
};
