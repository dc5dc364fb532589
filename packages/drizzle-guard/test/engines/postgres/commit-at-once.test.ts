import { expect } from 'vitest';
import type { Connection } from '../../../src/engines/connection';
import { postgresTarget } from '../../../src/engines/postgres/target';
import { onPostgres, withDatabase } from './fixtures';

// The row of the ledger and COMMIT are sent together: what the first of the two says counts.

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const LIMITS = { lockWait: 1000, lockTimeout: 5000, statementTimeout: null };

const work = (tag: string, ...statements: string[]) => ({
  tag,
  statements,
  row: { hash: tag, createdAt: 1, name: null },
});

onPostgres.each([
  [
    'recording fails',
    'create function no() returns trigger as $f$ begin raise exception $m$not this one$m$; end $f$ language plpgsql; create trigger no before insert on drizzle.__drizzle_migrations execute function no()',
    'create table made ()',
    { step: 'record', left: 'nothing', message: 'not this one' },
  ],
  [
    'COMMIT fails',
    'create table one (id int primary key); create table other (one int references one deferrable initially deferred)',
    'create table made (); insert into other values (7)',
    { step: 'commit', left: 'nothing', message: expect.stringContaining('violates foreign key') },
  ],
  [
    'a statement between its own BEGIN and COMMIT fails',
    'select 1',
    'begin; create table made (); select nope; commit',
    { step: { statement: 0 }, left: 'nothing', message: expect.stringContaining('nope') },
  ],
])('%s: nothing of it stays, and the next one is applied', (_, before, statement, failure) =>
  withDatabase(async ({ url, sql }) => {
    const connection: Connection = await postgresTarget({ url }, {}).open(LIMITS);
    try {
      await connection.createLedger(PLACE, 'hashes');
      await sql(before);
      await expect(connection.apply(work('0000_a', statement), PLACE, [])).rejects.toMatchObject(failure);
      expect(await sql("select to_regclass('made') as made")).toEqual([{ made: null }]);
      expect((await connection.readLedger(PLACE)).rows).toEqual([]);
      await sql('drop trigger if exists no on drizzle.__drizzle_migrations; drop function if exists no()');
      await connection.apply(work('0001_b', 'create table made ()'), PLACE, []);
      expect((await connection.readLedger(PLACE)).rows).toMatchObject([{ hash: '0001_b' }]);
    } finally {
      await connection.close();
    }
  }),
);

onPostgres('what was committed in the middle stays, and is not called rolled back', () =>
  withDatabase(async ({ url, sql }) => {
    const connection = await postgresTarget({ url }, {}).open(LIMITS);
    try {
      await connection.createLedger(PLACE, 'hashes');
      const statements = ['create table made ()', 'commit', 'create table more ()'];
      await expect(connection.apply(work('0000_a', ...statements), PLACE, [])).rejects.toMatchObject({
        ...{ step: { statement: 1 }, left: 'a part' },
      });
      expect(await sql("select to_regclass('made') as made, to_regclass('more') as more")).toEqual([
        { made: 'made', more: null },
      ]);
      expect((await connection.readLedger(PLACE)).rows).toEqual([]);
    } finally {
      await connection.close();
    }
  }),
);

const DEFERRED =
  'create table made (id int primary key); create table other (one int references made deferrable initially deferred)';

onPostgres.each([
  ['ROLLBACK', ['create table made ()', 'rollback'], 'nothing'],
  ['COMMIT that is refused', [DEFERRED, 'insert into other values (7)', 'commit'], 'nothing'],
  ['PREPARE TRANSACTION that is refused', ['create table made ()', "prepare transaction ''"], 'nothing'],
  ['ROLLBACK with more behind it', ['rollback; create table made ()'], 'a part'],
])('a %s of its own leaves behind what is said', (_, statements, left) =>
  withDatabase(async ({ url, sql }) => {
    const connection = await postgresTarget({ url }, {}).open(LIMITS);
    try {
      await connection.createLedger(PLACE, 'hashes');
      const step = { statement: statements.length - 1 };
      await expect(connection.apply(work('0000_a', ...statements), PLACE, [])).rejects.toMatchObject({
        ...{ step, left },
      });
      const made = left === 'nothing' ? null : 'made';
      expect(await sql("select to_regclass('made') as made")).toEqual([{ made }]);
    } finally {
      await connection.close();
    }
  }),
);
