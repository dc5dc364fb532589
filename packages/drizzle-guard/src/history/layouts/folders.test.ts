import fc from 'fast-check';
import { snapshotId } from 'testkit';
import { expect, test } from 'vitest';
import { folderFiles, folderHistoryOf, historyOf } from '../../../test/histories';
import { memoryTree } from '../../sources/memory-tree';
import { headOf, leavesOf, onlyIn } from '../history';
import { readHistory } from '../read-history';

const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;

test('a history is read in the order of its folders, with SQL, snapshots, parents and times', async () => {
  const history = await folderHistoryOf([A, B]);
  expect(history).toMatchObject({
    layout: 'folders',
    dir: 'drizzle',
    dialect: 'postgresql',
    misnamed: [],
    snapshotProblems: [],
    sqlFiles: [],
    foreignFiles: [],
  });
  expect(history.migrations).toMatchObject([
    { tag: A, timestamp: Date.UTC(2026, 0, 1), snapshot: { form: 'base', dialect: 'postgresql' } },
    {
      tag: B,
      timestamp: Date.UTC(2026, 0, 1, 0, 1),
      sqlFile: `drizzle/${B}/migration.sql`,
      hasSql: true,
      snapshotFile: `drizzle/${B}/snapshot.json`,
      snapshot: { parents: [snapshotId(A)], version: '9', form: 'diff' },
      declaredAt: { file: `drizzle/${B}/migration.sql` },
    },
  ]);
  expect(headOf(history)!.tag).toBe(B);
});

test('a whole state of another dialect is one too', async () => {
  const text = JSON.stringify({
    version: '6',
    dialect: 'mysql',
    id: 'x',
    prevIds: ['y'],
    ddl: [],
    renames: [],
  });
  const history = await folderHistoryOf([A], { [`drizzle/${A}/snapshot.json`]: text });
  expect(history).toMatchObject({ dialect: 'mysql', snapshots: [{ form: 'full', parents: ['y'] }] });
});

test('branches that met again have one open end; those that have not, several', async () => {
  const fork = [A, B, { tag: C, parents: [A] }];
  expect(leavesOf(await folderHistoryOf(fork)).map(({ prefix }) => prefix)).toEqual([B, C]);
  const merged = [...fork, { tag: '20260101000300_d', parents: [C, B] }];
  expect(leavesOf(await folderHistoryOf(merged)).map(({ prefix }) => prefix)).toEqual(['20260101000300_d']);
});

test('the folder may be the root of the tree', async () => {
  const files = Object.entries(folderFiles([A])).map(([file, text]) => [file.replace('drizzle/', ''), text]);
  const history = await readHistory(memoryTree(Object.fromEntries(files)), '');
  expect(history).toMatchObject({
    layout: 'folders',
    migrations: [{ sqlFile: `${A}/migration.sql`, hasSql: true, snapshot: { prefix: A } }],
  });
});

test('what lies deeper, or is not one of the two files, is no migration', async () => {
  const more = { [`drizzle/${C}/down.sql`]: 'x', 'drizzle/old/20250101000000_x/migration.sql': 'x' };
  expect((await folderHistoryOf([A, B], more)).migrations.map(({ tag }) => tag)).toEqual([A, B]);
});

test.each([
  [
    'prevId instead of prevIds',
    { id: 'x', prevId: 'y', version: '7', dialect: 'postgresql' },
    'prevIds is missing',
  ],
  [
    'a type that there is not',
    { id: 'x', prevIds: [], version: '9', dialect: 'postgres', type: 'x' },
    'type: ',
  ],
])('a snapshot with %s is a problem that names it', async (_, snapshot, where) => {
  const file = `drizzle/${A}/snapshot.json`;
  const { snapshotProblems } = await folderHistoryOf([A], { [file]: JSON.stringify(snapshot) });
  expect(snapshotProblems).toMatchObject([
    { file, message: expect.stringContaining(`is not a drizzle-kit snapshot: ${where}`) },
  ]);
});

test('a journal decides, whatever folders lie beside it', async () => {
  const history = await historyOf(['0000_a'], folderFiles([A]));
  expect(history).toMatchObject({
    migrations: [{ tag: '0000_a' }],
    foreignFiles: [`drizzle/${A}/migration.sql`, `drizzle/${A}/snapshot.json`],
  });
});

test('where one side was upgraded, a migration is told by the name that the upgrade gives it', async () => {
  const old = await historyOf([
    { tag: '0000_a', when: Date.UTC(2026, 0, 1, 0, 0, 0, 789) },
    { tag: '0001_other', when: Date.UTC(2026, 0, 1, 0, 1) },
  ]);
  const upgraded = await folderHistoryOf([A, B]);
  expect(onlyIn(upgraded, old).map(({ tag }) => tag)).toEqual([B]);
  expect(onlyIn(old, upgraded).map(({ tag }) => tag)).toEqual(['0001_other']);
});

test('folders stand in the order of drizzle-orm, whatever they are called', async () => {
  const time = fc.stringMatching(/^2026(0[1-9])(0[12])00000[0-2]$/);
  const name = fc.oneof(
    fc.tuple(time, fc.constantFrom('_a', '_B', '_b', '-a', 'a', '_é', '')).map((parts) => parts.join('')),
    fc.stringMatching(/^[0-9a-zA-Z_-]{1,15}$/),
  );
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 2, maxLength: 8 }), async (names) => {
      const files = Object.fromEntries(names.map((one) => [`drizzle/${one}/migration.sql`, '']));
      const { migrations, layout } = await readHistory(memoryTree(files), 'drizzle');
      expect(layout).toBe('folders');
      const timed = names.filter((one) => /^\d{14}/.test(one));
      expect(migrations.map(({ tag }) => tag)).toEqual(timed.sort((a, b) => a.localeCompare(b)));
    }),
  );
});
