import { ORIGIN_ID } from '../../src/history/history';
import type { Defect } from './defect';
import { UNKNOWN_ID, type FoldersFolder } from './edit-folders';
import { missingSql, unreadableSnapshots } from './in-either-layout';

const CONTINUED = 'the migration after it continues a snapshot that is not to be had';
const LEFT_OPEN = 'nothing continues the migration before it any more';

/** What can be wrong with migrations that are folders; there are four, 0 to 3. */
export const foldersDefects: readonly Defect<FoldersFolder>[] = [
  {
    code: 'mixed-layout',
    what: 'a snapshot of 0.x beside the folders',
    inject: ({ put }) => put('drizzle/meta/0000_snapshot.json', '{}'),
  },
  {
    code: 'mixed-layout',
    what: 'an upgrade that took the journal away and nothing else',
    inject({ put, files, sqlFile, snapshotFile }) {
      put('drizzle/0000_accounts.sql', files[sqlFile(0)]);
      put('drizzle/meta/0000_snapshot.json', files[snapshotFile(0)]);
    },
    also: { 'orphan-sql': 'the SQL of 0.x is in no folder' },
  },
  {
    code: 'misnamed-folder',
    what: 'the newest without its time',
    inject: ({ rename }) => rename(-1, 'posts'),
  },
  {
    code: 'misnamed-folder',
    what: 'the first without its time',
    inject: ({ rename }) => rename(0, 'accounts'),
    also: { 'timestamp-regression': 'it sorts after the one that continues it' },
  },
  {
    code: 'misnamed-folder',
    what: 'a date without a time',
    inject: ({ rename }) => rename(-1, '20990101_posts'),
  },
  ...unreadableSnapshots({ 'dangling-parent': CONTINUED }),
  {
    code: 'malformed-snapshot',
    what: 'empty',
    inject: ({ put, snapshotFile }) => put(snapshotFile(-1), ''),
  },
  {
    code: 'malformed-snapshot',
    what: 'no prevIds',
    inject: ({ snapshot }) => snapshot(-1, (one) => void delete one.prevIds),
  },
  {
    code: 'malformed-snapshot',
    what: 'a prevId of 0.x',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.prevIds = one.prevIds[0])),
  },
  {
    code: 'outdated-snapshot',
    what: 'the newest in the format of an older drizzle-kit',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.version = String(Number(one.version) - 1))),
  },
  {
    code: 'malformed-snapshot',
    what: 'a second beginning',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.type = 'base')),
    dialects: ['postgresql'],
  },
  {
    code: 'malformed-snapshot',
    what: 'changes of nothing',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.prevIds = [ORIGIN_ID])),
    also: { 'unmerged-fork': LEFT_OPEN },
    dialects: ['postgresql'],
  },
  {
    code: 'malformed-snapshot',
    what: 'a type that there is none of',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.type = 'merge')),
  },
  {
    code: 'duplicate-snapshot',
    what: 'the newest copied under another name',
    inject: ({ copy, names }) => copy(-1, `${names.at(-1)}_copy`),
    also: { 'unmerged-fork': 'nothing continues either' },
  },
  {
    code: 'duplicate-snapshot',
    what: 'the newest has the snapshot of the one before, as "up" makes it of a merged journal',
    inject: ({ put, files, snapshotFile }) => put(snapshotFile(-1), files[snapshotFile(-2)]),
    also: { 'unmerged-fork': 'nothing continues either' },
  },
  ...missingSql(0, 1, 3),
  {
    code: 'missing-snapshot',
    what: 'of the newest',
    inject: ({ remove, snapshotFile }) => remove(snapshotFile(-1)),
  },
  {
    code: 'missing-snapshot',
    what: 'of the first',
    inject: ({ remove, snapshotFile }) => remove(snapshotFile(0)),
    also: { 'dangling-parent': CONTINUED },
  },
  {
    code: 'missing-snapshot',
    what: 'of an older one',
    inject: ({ remove, snapshotFile }) => remove(snapshotFile(2)),
    also: { 'dangling-parent': CONTINUED },
  },
  {
    code: 'orphan-sql',
    what: 'beside the folders',
    inject: ({ put }) => put('drizzle/fill.sql', 'SELECT 1;'),
  },
  {
    code: 'dangling-parent',
    what: 'nobody has that id',
    inject: ({ snapshot }) => snapshot(2, (one) => void (one.prevIds = [UNKNOWN_ID])),
  },
  {
    code: 'dangling-parent',
    what: 'of two parents one is nobody',
    inject: ({ snapshot }) => snapshot(-1, (one) => void one.prevIds.push(UNKNOWN_ID)),
  },
  {
    code: 'dangling-parent',
    what: 'of the first',
    inject: ({ snapshot }) => snapshot(0, (one) => void (one.prevIds = [UNKNOWN_ID])),
  },
  {
    code: 'dangling-parent',
    what: 'an older migration taken out',
    inject: ({ drop }) => drop(1),
  },
  {
    code: 'timestamp-regression',
    what: 'the newest sorts before all',
    inject: ({ rename }) => rename(-1, '20200101000000_posts'),
  },
  {
    code: 'timestamp-regression',
    what: 'it continues itself',
    inject: ({ snapshot }) => snapshot(-1, (one) => void one.prevIds.push(one.id)),
  },
  {
    code: 'future-timestamp',
    what: 'the newest of another century',
    inject: ({ rename }) => rename(-1, '21000101000000_posts'),
  },
  {
    code: 'unmerged-fork',
    what: 'two continue one',
    inject({ copy, names, text }) {
      copy(-1, `${names.at(-1)}_too`);
      text(`drizzle/${names.at(-1)}_too/snapshot.json`, (old) => {
        const id = JSON.parse(old).id as string;
        return old.replace(id, UNKNOWN_ID);
      });
    },
  },
  {
    code: 'unmerged-fork',
    what: 'two begin a history',
    inject: ({ snapshot }) => snapshot(-1, (one) => void (one.prevIds = [ORIGIN_ID])),
    dialects: ['mysql', 'sqlite', 'turso', 'singlestore'],
  },
  {
    code: 'stale-bundle',
    what: 'a migrations.js of which a migration is gone',
    inject({ put, names }) {
      const import0 = `import m0000 from './${names[0]}/migration.sql';\n`;
      put('drizzle/migrations.js', `${import0}\n  export default {\n    migrations: {\n      \n}\n  }\n  `);
    },
  },
];

const NO_JOURNAL = 'there is no journal';

/** Codes that this layout cannot have, and why. */
export const notInFolders: Readonly<Record<string, string>> = {
  'broken-journal': NO_JOURNAL,
  'reverted-upgrade': NO_JOURNAL,
  'duplicate-index': NO_JOURNAL,
  'index-gap': NO_JOURNAL,
  'duplicate-prefix': 'the whole name of a folder tells migrations apart, and a snapshot has its own folder',
  'forked-history': 'a fork is allowed; ends that stay open are unmerged-fork',
  'orphan-snapshot': 'a snapshot makes its folder a migration; without SQL it is missing-sql',
};
