import type { Defect } from './defect';
import { withMarkers, type FoldersFolder, type JournalFolder } from './edit-folders';

/** What can be done to a history beside the landed one, of which it lacks nothing; `landed` are its first three. */
export interface AgainstBase<Folder> extends Defect<Folder> {
  /** What the base did meanwhile. */
  meanwhile?(landed: Folder): void;
}

type Both = JournalFolder | FoldersFolder;

const DAY = 86_400_000;

const IN_BOTH: readonly AgainstBase<Both>[] = [
  {
    code: 'edited-migration',
    what: 'a line more',
    inject: ({ text, sqlFile }) => text(sqlFile(1), (sql) => `${sql}\nSELECT 1;\n`),
  },
  {
    code: 'edited-migration',
    what: 'a comment',
    inject: ({ text, sqlFile }) => text(sqlFile(0), (sql) => `-- why\n${sql}`),
  },
  {
    code: 'edited-migration',
    what: 'a byte order mark',
    inject: ({ text, sqlFile }) => text(sqlFile(0), (sql) => `\ufeff${sql}`),
  },
  {
    code: 'edited-migration',
    what: 'emptied',
    inject: ({ put, sqlFile }) => put(sqlFile(2), ''),
  },
  {
    code: 'edited-snapshot',
    what: 'a column was taken out of it',
    inject: ({ snapshot }) => snapshot(1, loseColumn),
  },
  {
    code: 'edited-snapshot',
    what: 'a table was put into it',
    inject: ({ snapshot }) => snapshot(2, gainTable),
  },
  {
    code: 'edited-snapshot',
    what: 'together with the SQL',
    inject({ snapshot, text, sqlFile }) {
      snapshot(1, loseColumn);
      text(sqlFile(1), (sql) => `${sql}\nSELECT 1;\n`);
    },
    also: { 'edited-migration': 'the SQL is another, too' },
  },
];

/** @param also what a layout finds where the next snapshot continues nothing */
const withoutSnapshot = (also: Record<string, string>): readonly AgainstBase<Both>[] => [
  {
    code: 'edited-snapshot',
    what: 'it is not there',
    inject: ({ remove, snapshotFile }) => remove(snapshotFile(1)),
    also: { ...also, 'missing-snapshot': 'nothing is there' },
  },
  {
    code: 'edited-snapshot',
    what: 'it holds conflict markers',
    inject: ({ text, snapshotFile }) => text(snapshotFile(1), withMarkers),
    also: { ...also, 'malformed-snapshot': 'nothing can be read' },
  },
];

const CUT = { 'dangling-parent': 'the next one continues it' };

type Json = Record<string, any>;

/** The newest column that it says is there, or that it says is new. */
function loseColumn(snapshot: Json): void {
  const list: Json[] | undefined = snapshot['deltas'] ?? snapshot['ddl'];
  if (list) {
    const isColumn = ({ entityType, row }: Json) => (entityType ?? row?.entityType) === 'columns';
    list.splice(list.findLastIndex(isColumn), 1);
  } else {
    const { columns } = Object.values<Json>(snapshot['tables'])[0]!;
    delete columns[Object.keys(columns).at(-1)!];
  }
}

function gainTable(snapshot: Json): void {
  const row = { schema: 'public', name: 'ghosts', isRlsEnabled: false, entityType: 'tables' };
  if (snapshot['deltas']) snapshot['deltas'].push({ op: 'create', row });
  else if (snapshot['ddl']) snapshot['ddl'].push(row);
  else {
    const [[key, table]] = Object.entries<Json>(snapshot['tables']) as [[string, Json]];
    snapshot['tables'][key.replace(table['name'], 'ghosts')] = { ...table, name: 'ghosts' };
  }
}

const REMADE = 'what it was is gone, and what it is has not landed';

export const journalBaseDefects: readonly AgainstBase<JournalFolder>[] = [
  ...IN_BOTH,
  ...withoutSnapshot(CUT),
  {
    code: 'edited-migration',
    what: 'a millisecond later',
    inject: ({ entries }) => entries((all) => void (all[1]!.when += 1)),
  },
  {
    code: 'removed-migration',
    what: 'the newest landed one, before another was made',
    inject({ drop, entries, snapshot, idOf }) {
      const before = idOf(1);
      drop(2);
      snapshot(3, (one) => void (one.prevId = before));
      entries((all) => void (all[2]!.idx = 2));
    },
  },
  {
    code: 'removed-migration',
    what: 'renamed',
    inject: ({ retag }) => retag(2, '0002_fill_in'),
  },
  {
    code: 'removed-migration',
    what: 'renamed and edited',
    inject({ retag, text }) {
      retag(2, '0002_fill_in');
      text('drizzle/0002_fill_in.sql', (sql) => `${sql}\nSELECT 1;\n`);
    },
    also: { 'late-migration': REMADE },
  },
  {
    code: 'late-migration',
    what: 'older than what has landed',
    inject: ({ entries }) => entries((all) => void (all[3]!.when = all[0]!.when - DAY)),
    also: { 'timestamp-regression': 'its own journal shows it, too' },
  },
  {
    code: 'late-migration',
    what: 'another landed meanwhile, and is newer',
    meanwhile: (landed) => landAnother(landed, '0003_theirs', DAY),
    inject() {},
    also: { 'forked-history': 'both continue one', 'duplicate-prefix': 'both have the next number' },
  },
  {
    code: 'duplicate-prefix',
    what: 'another landed meanwhile, and is older',
    meanwhile: (landed) => landAnother(landed, '0003_theirs', 1),
    inject() {},
    also: { 'forked-history': 'both continue one' },
  },
  {
    code: 'forked-history',
    what: 'another landed meanwhile, and has another number',
    meanwhile: (landed) => landAnother(landed, '0009_theirs', 1),
    inject() {},
  },
];

export const foldersBaseDefects: readonly AgainstBase<FoldersFolder>[] = [
  ...IN_BOTH,
  ...withoutSnapshot(CUT),
  {
    code: 'removed-migration',
    what: 'the newest landed one, before another was made',
    inject({ drop, snapshot, idOf }) {
      const before = idOf(1);
      drop(2);
      snapshot(3, (one) => void (one.prevIds = [before]));
    },
  },
  {
    code: 'removed-migration',
    what: 'renamed',
    inject: ({ rename, names }) => rename(2, `${names[2]}_in`),
  },
  {
    code: 'removed-migration',
    what: 'renamed and edited',
    inject({ rename, names, text }) {
      const name = `${names[2]!.slice(0, 14)}_a`;
      rename(2, name);
      text(`drizzle/${name}/migration.sql`, (sql) => `${sql}\nSELECT 1;\n`);
    },
    also: { 'late-migration': `${REMADE}, and its name sorts before it` },
  },
  {
    code: 'late-migration',
    what: 'older than what has landed',
    inject: ({ rename }) => rename(3, '20200101000000_posts'),
    also: { 'timestamp-regression': 'it continues one that sorts after it' },
  },
  {
    code: 'late-migration',
    what: 'another landed meanwhile, and is newer',
    meanwhile: ({ copy }) => copy(2, '20991231000000_theirs'),
    inject() {},
    also: { 'unmerged-fork': 'both continue one' },
  },
  {
    code: 'unmerged-fork',
    what: 'another landed meanwhile, and is older',
    meanwhile: ({ copy, names }) => copy(2, `${names[2]}_theirs`),
    inject() {},
  },
  {
    code: 'conflicting-migrations',
    what: 'another landed meanwhile, which does what is done here',
    meanwhile({ copy, names, text, idOf }) {
      const name = `${names[2]}_theirs`;
      copy(1, name);
      text(`drizzle/${name}/snapshot.json`, (old) => old.replaceAll(idOf(1), UNKNOWN_ID));
    },
    inject() {},
  },
];

const UNKNOWN_ID = '11111111-2222-4333-8444-555555555555';

function landAnother({ put, entries }: JournalFolder, tag: string, later: number): void {
  put(`drizzle/${tag}.sql`, 'SELECT 1;');
  entries((all) => [...all, { ...all.at(-1)!, idx: 3, tag, when: all.at(-1)!.when + later }]);
}
