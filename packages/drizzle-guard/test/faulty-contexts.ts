import { strangeWaivers } from '../src/rules/configuration/unused-waiver';
import type { BranchConflict, Contexts, JudgedMeeting } from '../src/rules/contexts';
import type { About } from '../src/rules/rule';
import { beside, besideFiles } from './against-base';
import { folderFiles, folderHistoryOf, historyOf, JOURNAL, NOW } from './histories';
import { ledgerContext, strangerContext } from './ledger-context';

const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;

const CONFLICT: BranchConflict = {
  sides: [
    { tags: [B], does: 'add column note of orders' },
    { tags: [C], does: 'drop table orders' },
  ],
  file: `drizzle/${C}/snapshot.json`,
};

const place = (tag: string, sql: string) => ({
  migration: tag,
  file: `drizzle/${tag}/migration.sql`,
  line: 3,
  sql,
});
const sides = [
  {
    tags: [C],
    file: `drizzle/${C}/migration.sql`,
    place: place(C, 'CREATE VIEW "v" AS\n (select * from "orders");'),
  },
  { tags: [B], file: `drizzle/${B}/migration.sql`, place: place(B, 'DROP TABLE "orders";') },
] as const;
const told = { sides, same: [], first: null, notProved: null, base: null } as const;
const MEETINGS: JudgedMeeting[] = [
  {
    ...told,
    kind: 'conflict',
    shown: [`after ${B} ${C} fails: relation "orders" does not exist (drizzle/${C}/migration.sql:3)`],
    first: 0,
  },
  {
    ...told,
    kind: 'conflict',
    shown: ['both change column note of orders'],
    notProved: '10s were over',
    base: 'origin/main',
  },
  { ...told, kind: 'convergent', shown: [], same: ['ALTER TABLE "orders" ADD COLUMN "note" text;'] },
  {
    ...told,
    kind: 'convergent',
    shown: [`${C} fails after ${B}: column "note" of relation "orders" already exists`],
    same: ['ALTER TABLE "orders" ADD COLUMN "note" text;'],
    base: 'origin/main',
  },
  {
    ...{ ...told, kind: 'conflict', shown: [`after ${B} ${C} fails`] },
    open: { names: ['this branch', 'origin/b'], base: 'origin/main' },
  },
  {
    ...{ ...told, kind: 'convergent', shown: [], same: ['ALTER TABLE "orders" ADD COLUMN "note" text;'] },
    open: { names: ['this branch', 'origin/b'], base: 'origin/main' },
  },
  { ...told, kind: 'refused', shown: ['add foreign key a', 'add foreign key b'] },
  { ...told, kind: 'refused', shown: ['add foreign key a', 'add foreign key b'], base: 'origin/main' },
];

const faulty: { [K in About]: () => Promise<Contexts[K][]> } = {
  async structure() {
    const histories = await Promise.all([
      historyOf(['0000_a'], folderFiles([A])),
      historyOf(['0000_a'], { [JOURNAL]: '{' }),
      folderHistoryOf([A], { 'drizzle/seed/migration.sql': 'SELECT 1;' }),
      historyOf(['0000_a', { tag: '0001_b', index: 0 }, '0001_c']),
      historyOf(['0000_a', { tag: '0001_b', id: '0000_a' }]),
      historyOf(['0000_a', '0001_b', { tag: '0002_c', parent: '0000_a', sql: null }]),
      historyOf([{ tag: '0000_a', snapshot: null }], { 'drizzle/0007_h.sql': 'SELECT 1;' }),
      historyOf(['0000_a', { tag: '0009_j', index: 4, parent: 'gone', when: 1 }]),
      historyOf([{ tag: '0000_a', when: NOW * 2 }], { 'drizzle/meta/README.md': '# Snapshots' }),
      historyOf([], {
        'drizzle/meta/0000_snapshot.json': '{"id":"x","prevId":"y","version":"7","dialect":"postgresql"}',
      }),
      folderHistoryOf([A, B, { tag: C, parents: [A] }]),
    ]);
    return histories.map((history) => ({ history, now: NOW }));
  },
  branches: async () => [{ conflicts: [CONFLICT] }],
  meeting: async () => [{ meetings: MEETINGS }],
  base: async () => [
    await beside([['0000_a'], { 'drizzle/meta/0000_snapshot.json': null }], ['0000_a']),
    await beside(['0000_a', '0001_mine'], ['0000_a', { tag: '0001_theirs', when: NOW }], ['0000_a']),
    await beside([{ tag: '0000_a', sql: 'edited' }], ['0000_a', '0001_b']),
    await besideFiles(folderFiles([A, B]), folderFiles([A, C]), folderFiles([A])),
    { ...(await beside(['0000_a', '0001_mine'], ['0000_a'])), conflicts: [CONFLICT] },
  ],
  async deployed() {
    const [migration] = (await historyOf(['0000_a'])).migrations;
    const newest = { migration: '0001_b', timestamp: NOW };
    const late = [{ environment: 'staging', newest, migration: migration! }];
    return [{ database: 'shop', layout: 'journal', late }];
  },
  schema: async () => [
    {
      ...{ database: 'shop', file: 'src/schema.ts', changes: ['table t is new'] },
      ...{ wanted: ['1f'], statements: ['CREATE TABLE "t" ();'], ambiguous: false },
      unstable: ['table u: column created_at'],
    },
  ],
  async proof() {
    const at = { migration: '0001_b', file: 'drizzle/0001_b.sql' };
    const words = { differences: ['table t: column a is new'], lacking: ['ALTER TABLE "t" ADD "a" text;'] };
    return [{ unfit: [{ ...at, makesNothing: true, ...words }] }];
  },
  async replay() {
    const at = { migration: '0001_b', file: 'drizzle/0001_b.sql' };
    const repeated = [{ ...at, line: 1, earlier: '0000_a', refusal: null }];
    return [{ repeated, mismatches: [{ ...at, atTheLatest: false, differences: ['no column a'] }] }];
  },
  live: async () => [
    await ledgerContext('0000_a', 'late'),
    await ledgerContext('0000_a', 'edited'),
    await strangerContext('missing', {}),
    await strangerContext('unknown', {}),
  ],
  run: async () => [{ differences: ['table public.t is in the migrations and not in the database'] }],
  rehearsal: async () => [
    { failed: { migration: '0001_b', place: 'drizzle/0001_b.sql:1', message: 'no', notReached: 1 } },
  ],
  comparison: async () => [
    { differences: ['table t is in the database and in no migration'], with: null },
    { differences: ['table t is in staging alone'], with: 'production' },
  ],
  configuration: async () => [
    strangeWaivers([{ database: 'sohp', code: 'index-gap', reason: 'meant' }], ['shop']),
  ],
};

/** Contexts in which, together, each rule about something finds a fault. */
export function faultyContexts<A extends About>(about: A): Promise<Contexts[A][]> {
  return faulty[about]();
}
