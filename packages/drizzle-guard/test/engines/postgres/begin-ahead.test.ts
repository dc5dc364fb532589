import { expect } from 'vitest';
import type { Connection } from '../../../src/engines/connection';
import { postgresTarget } from '../../../src/engines/postgres/target';
import { onPostgres, withDatabase, type Database } from './fixtures';

// The transaction of a migration begins together with the COMMIT of the one before: nobody else finds it open.

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const LIMITS = { lockWait: 1000, lockTimeout: 5000, statementTimeout: null };

const work = (tag: string, statement: string, isFollowed: boolean) => ({
  ...{ tag, statements: [statement], isFollowed },
  row: { hash: tag, createdAt: 1, name: null },
});

const first = work('0000_a', 'create table a ()', true);

/** The states of the other connections to a database. */
const states = async ({ sql }: Database) => {
  const rows = await sql(
    'select state from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  return rows.map(({ state }) => state);
};

const recorded = async ({ sql }: Database) => {
  const rows = await sql('select hash from drizzle.__drizzle_migrations order by id');
  return rows.map(({ hash }) => hash);
};

function withConnected(use: (connection: Connection, database: Database) => Promise<void>): Promise<void> {
  return withDatabase(async (database) => {
    const connection = await postgresTarget({ url: database.url }, {}).open(LIMITS);
    try {
      await connection.createLedger(PLACE, 'hashes');
      await use(connection, database);
    } finally {
      await connection.close();
    }
  });
}

onPostgres('what follows at once has begun; what it does is committed by itself', () =>
  withConnected(async (connection, database) => {
    await connection.apply(first, PLACE, []);
    expect(await states(database)).toEqual(['idle in transaction']);
    expect(await recorded(database)).toEqual(['0000_a']);
    await connection.apply(work('0001_b', 'create table b ()', false), PLACE, []);
    expect(await states(database)).toEqual(['idle']);
    expect(await recorded(database)).toEqual(['0000_a', '0001_b']);
    const transactions = await database.sql(
      'select count(distinct xmin::text)::int as n from drizzle.__drizzle_migrations',
    );
    expect(transactions).toEqual([{ n: 2 }]);
  }),
);

onPostgres.each<[string, (connection: Connection) => Promise<unknown>]>([
  ['the ledger is read', (connection) => connection.readLedger(PLACE)],
  ['something is asked', (connection) => connection.query('select 1')],
  ['the lock is taken', (connection) => connection.lock()],
  [
    'a row is corrected',
    (connection) =>
      connection.correct(PLACE, [{ id: 1, migration: '0000_a', from: null, to: { createdAt: 2 } }]),
  ],
  [
    'what forbids a transaction is run',
    (connection) => connection.apply(work('0001_i', 'vacuum a', false), PLACE, []),
  ],
])('where %s instead, no transaction is open', (_, ask) =>
  withConnected(async (connection, database) => {
    await connection.apply(first, PLACE, []);
    await ask(connection);
    expect(await states(database)).toEqual(['idle']);
    await connection.apply(work('0002_c', 'create table c ()', false), PLACE, []);
    expect(await recorded(database)).toEqual(expect.arrayContaining(['0000_a', '0002_c']));
  }),
);

onPostgres.each([
  ['its statement', 'select nope', { step: { statement: 0 }, left: 'nothing' }],
  [
    'its COMMIT',
    'create table one (id int primary key); create table other (one int references one deferrable initially deferred); insert into other values (7)',
    { step: 'commit', left: 'nothing' },
  ],
])('what has begun behind one that fails at %s is taken back', (_, statement, failure) =>
  withConnected(async (connection, database) => {
    await expect(connection.apply(work('0000_a', statement, true), PLACE, [])).rejects.toMatchObject(failure);
    expect(await states(database)).toEqual(['idle']);
    expect(await recorded(database)).toEqual([]);
    await connection.apply(first, PLACE, []);
    expect(await recorded(database)).toEqual(['0000_a']);
  }),
);

onPostgres('a connection that is closed leaves none open', () =>
  withDatabase(async (database) => {
    const connection = await postgresTarget({ url: database.url }, {}).open(LIMITS);
    await connection.createLedger(PLACE, 'hashes');
    await connection.apply(first, PLACE, []);
    await connection.close();
    await expect.poll(() => states(database)).toEqual([]);
    expect(await recorded(database)).toEqual(['0000_a']);
  }),
);
