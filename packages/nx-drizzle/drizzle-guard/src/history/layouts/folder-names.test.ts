import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderHistoryOf } from '../../../test/histories';

const sql = (name: string) => ({ [`drizzle/${name}/migration.sql`]: 'SELECT 1;' });
const timeOf = async (name: string) => (await folderHistoryOf([], sql(name))).migrations[0]?.timestamp;

describe('the time in a folder’s name', () => {
  test('is its first 14 digits, in UTC', async () => {
    expect(await timeOf('20260131120509_orders')).toBe(Date.UTC(2026, 0, 31, 12, 5, 9));
    expect(await timeOf('20240229235959')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59));
  });

  test('is that of any second that drizzle-kit could have named a folder by', async () => {
    const second = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(second, fc.constantFrom('', '_a', 'x', '123_a'), async (date, rest) => {
        const name = date
          .toISOString()
          .replaceAll(/[-T:.Z]/g, '')
          .slice(0, 14);
        expect(await timeOf(`${name}${rest}`)).toBe(date.setUTCMilliseconds(0));
      }),
    );
  });

  test('may be none of the calendar: it is counted on, as drizzle-orm does', async () => {
    expect(await timeOf('20260230000000_a')).toBe(Date.UTC(2026, 2, 2));
    expect(await timeOf('20261301000060_a')).toBe(Date.UTC(2027, 0, 1, 0, 1));
    expect(await timeOf('20260000000000_a')).toBe(Date.UTC(2025, 10, 30));
  });

  test.each(['backfill', '2026013112050_orders', '0003_orders', ' 20260131120509', 'x20260131120509', '-1'])(
    'is not in the name %j: that is misnamed, and no migration',
    async (name) => {
      const history = await folderHistoryOf(['20260101000000_a'], sql(name));
      expect(history.misnamed).toEqual([`drizzle/${name}`]);
      expect(history.migrations.map(({ tag }) => tag)).toEqual(['20260101000000_a']);
    },
  );
});

describe('the order of folders', () => {
  test('is that of their names, also within one second', async () => {
    const names = ['20260102000000_a', '20260101000000_z', '20260101000000_b'];
    expect((await folderHistoryOf(names)).migrations.map(({ tag }) => tag)).toEqual([
      '20260101000000_b',
      '20260101000000_z',
      '20260102000000_a',
    ]);
  });

  test('is drizzle-orm’s, which knows a language: small and capital letters stand together', async () => {
    const names = ['20260101000000_B', '20260101000000_a', '20260101000000_c'];
    const { migrations, files } = await folderHistoryOf(names.map((tag) => ({ tag, snapshot: null })));
    expect(migrations.map(({ tag }) => tag.slice(-1))).toEqual(['a', 'B', 'c']);
    expect(files[0]).toContain('_B');
  });

  test('of misnamed ones is the same', async () => {
    const { misnamed } = await folderHistoryOf([], { ...sql('zero'), ...sql('Alpha'), ...sql('beta') });
    expect(misnamed).toEqual(['drizzle/Alpha', 'drizzle/beta', 'drizzle/zero']);
  });
});

describe('a folder with one of its two files', () => {
  test('without SQL is declared at its snapshot', async () => {
    const { migrations } = await folderHistoryOf([{ tag: '20260101000000_a', sql: null }]);
    expect(migrations).toMatchObject([
      {
        hasSql: false,
        sqlFile: 'drizzle/20260101000000_a/migration.sql',
        declaredAt: { file: 'drizzle/20260101000000_a/snapshot.json' },
      },
    ]);
  });

  test('without a snapshot has none, and says where it would be', async () => {
    const { migrations, snapshots } = await folderHistoryOf([{ tag: '20260101000000_a', snapshot: null }]);
    expect(migrations).toMatchObject([
      { hasSql: true, snapshot: null, snapshotFile: 'drizzle/20260101000000_a/snapshot.json' },
    ]);
    expect(snapshots).toEqual([]);
  });

  test('has no snapshot either where that cannot be read, but is a migration', async () => {
    const file = 'drizzle/20260101000000_a/snapshot.json';
    const history = await folderHistoryOf(['20260101000000_a'], { [file]: '{' });
    expect(history.migrations).toMatchObject([{ hasSql: true, snapshot: null }]);
    expect(history).toMatchObject({ dialect: null, snapshotProblems: [{ file }] });
  });
});

test('the dialect is that of the newest snapshot that can be read', async () => {
  const snapshot = (dialect: string) => JSON.stringify({ id: dialect, prevIds: [], version: '6', dialect });
  const history = await folderHistoryOf([], {
    'drizzle/20260101000000_a/snapshot.json': snapshot('mysql'),
    'drizzle/20260102000000_b/snapshot.json': snapshot('sqlite'),
    'drizzle/20260103000000_c/snapshot.json': 'nothing',
  });
  expect(history.dialect).toBe('sqlite');
});

test('SQL directly in the folder, and what is left in meta/, are told apart from migrations', async () => {
  const history = await folderHistoryOf(['20260101000000_a'], {
    'drizzle/0000_a.sql': 'x',
    'drizzle/old/0001_b.sql': 'x',
    'drizzle/notes.md': 'x',
    'drizzle/meta/0000_snapshot.json': '{}',
    'drizzle/meta/deep/x.json': '{}',
    'drizzle/metadata.json': '{}',
  });
  expect(history.sqlFiles).toEqual(['drizzle/0000_a.sql']);
  expect(history.foreignFiles).toEqual(['drizzle/meta/0000_snapshot.json', 'drizzle/meta/deep/x.json']);
  expect(history.migrations).toHaveLength(1);
});
