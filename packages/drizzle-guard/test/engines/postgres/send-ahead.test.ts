import { expect } from 'vitest';
import type { Connection } from '../../../src/engines/connection';
import { connect } from '../../../src/engines/postgres/client';
import { placeOf } from '../../../src/engines/postgres/credentials';
import { postgresTarget } from '../../../src/engines/postgres/target';
import { asRole, onPostgres, withDatabase, type Database } from './fixtures';

// The statements of a migration are sent together with the COMMIT of the one before: nobody else finds them there.

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const LIMITS = { lockWait: 1000, lockTimeout: 5000, statementTimeout: null };

const work = (tag: string, statements: readonly string[], followedBy?: readonly string[]) => ({
  ...{ tag, statements, followedBy },
  row: { hash: tag, createdAt: 1, name: null },
});

const A = ['create table a ()'];
const B = ['create table b ()', 'create table b_too ()'];
const C = ['create table c ()'];

const first = work('0000_a', A, B);
const second = work('0001_b', B);

/** What the other connections to a database are at. */
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

const tables = async ({ sql }: Database) => {
  const rows = await sql(
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  return rows.map(({ relname }) => relname).sort();
};

function withConnected(use: (connection: Connection, database: Database) => Promise<void>): Promise<void> {
  return withDatabase(async (database) => {
    const connection = await postgresTarget({ url: database.url }, {}).open(LIMITS);
    try {
      await connection.lock();
      await connection.createLedger(PLACE, 'hashes');
      await use(connection, database);
    } finally {
      await connection.close();
    }
  });
}

onPostgres('what follows at once is run, and committed by itself when its turn comes', () =>
  withConnected(async (connection, database) => {
    await connection.apply(first, PLACE, []);
    await expect.poll(() => states(database)).toEqual(['idle in transaction']);
    const [{ query } = {}] = await database.sql(
      "select query from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
    );
    expect(query).toContain('create table b_too ()');
    expect(await tables(database)).toEqual(['a']);
    expect(await recorded(database)).toEqual(['0000_a']);
    await connection.apply(second, PLACE, []);
    expect(await states(database)).toEqual(['idle']);
    expect(await tables(database)).toEqual(['a', 'b', 'b_too']);
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
  [
    'something is asked twice',
    (connection) => Promise.all([connection.query('select 1'), connection.query('select 1')]),
  ],
  [
    'a row is corrected',
    (connection) =>
      connection.correct(PLACE, [{ id: 1, migration: '0000_a', from: null, to: { createdAt: 2 } }]),
  ],
  [
    'what forbids a transaction is run',
    (connection) => connection.apply(work('0001_i', ['vacuum a']), PLACE, []),
  ],
  [
    'something else is run',
    (connection) => connection.apply(work('0001_d', ['create table d ()']), PLACE, []),
  ],
])('where %s instead, what was sent ahead is taken back', (_, ask) =>
  withConnected(async (connection, database) => {
    await connection.apply(first, PLACE, []);
    await ask(connection);
    expect(await states(database)).toEqual(['idle']);
    expect(await tables(database)).not.toContain('b');
    await connection.apply(work('0002_c', C), PLACE, []);
    expect(await recorded(database)).toEqual(expect.arrayContaining(['0000_a', '0002_c']));
    expect(await recorded(database)).not.toContain('0001_b');
  }),
);

onPostgres('nobody waits for the end of what is taken back', () =>
  withConnected(async (connection, database) => {
    await connection.apply(work('0000_a', A, ['select pg_sleep(60)']), PLACE, []);
    const start = performance.now();
    await connection.query('select 1');
    expect(performance.now() - start).toBeLessThan(30_000);
    expect(await states(database)).toEqual(['idle']);
    expect(await recorded(database)).toEqual(['0000_a']);
  }),
);

onPostgres('where the server takes no other connection, what is taken back is cancelled all the same', () =>
  withDatabase(async (database) => {
    const role = `guard_${process.pid}_limited`;
    const name = new URL(database.url).pathname.slice(1);
    await database.sql(
      `create role ${role} login connection limit 1; alter database ${name} owner to ${role}`,
    );
    try {
      const connection = await postgresTarget({ url: asRole(database.url, role) }, {}).open(LIMITS);
      await connection.lock();
      await connection.createLedger(PLACE, 'hashes');
      await connection.apply(work('0000_a', A, ['select pg_sleep(60)']), PLACE, []);
      const start = performance.now();
      await connection.close();
      expect(performance.now() - start).toBeLessThan(30_000);
      expect(await recorded(database)).toEqual(['0000_a']);
    } finally {
      await database.sql(
        `alter database ${name} owner to current_user; drop owned by ${role} cascade; drop role ${role}`,
      );
    }
  }),
);

// The server passes over a cancel between two statements too, and goes on with the next one.
onPostgres('what goes on after it was cancelled is cancelled again', () =>
  withConnected(async (connection, database) => {
    const stubborn =
      'create function stubborn() returns void language plpgsql as $$ begin perform pg_sleep(60); exception when query_canceled then null; end $$';
    const follows = ['select stubborn()', 'select pg_sleep(60)'];
    await connection.apply(work('0000_a', [stubborn], follows), PLACE, []);
    const start = performance.now();
    await connection.query('select 1');
    expect(performance.now() - start).toBeLessThan(30_000);
    expect(await states(database)).toEqual(['idle']);
    expect(await recorded(database)).toEqual(['0000_a']);
  }),
);

onPostgres.each([
  ['its statement', 'select nope', { step: { statement: 0 }, left: 'nothing' }],
  [
    'its COMMIT',
    'create table one (id int primary key); create table other (one int references one deferrable initially deferred); insert into other values (7)',
    { step: 'commit', left: 'nothing' },
  ],
])('nothing is run behind one that fails at %s', (_, statement, failure) =>
  withConnected(async (connection, database) => {
    const follows = ['create sequence s', "select nextval('s')", 'select pg_sleep(60)'];
    const start = performance.now();
    await expect(connection.apply(work('0000_a', [statement], follows), PLACE, [])).rejects.toMatchObject(
      failure,
    );
    expect(performance.now() - start).toBeLessThan(30_000);
    expect(await states(database)).toEqual(['idle']);
    expect(await recorded(database)).toEqual([]);
    await connection.apply(first, PLACE, []);
    expect(await recorded(database)).toEqual(['0000_a']);
  }),
);

onPostgres('what fails ahead is told when its turn comes', () =>
  withConnected(async (connection, database) => {
    const fails = ['create table d ()', 'select nope'];
    await connection.apply(work('0000_a', A, fails), PLACE, []);
    await expect(connection.apply(work('0001_d', fails, C), PLACE, [])).rejects.toMatchObject({
      step: { statement: 1 },
      left: 'nothing',
    });
    expect(await states(database)).toEqual(['idle']);
    expect(await tables(database)).toEqual(['a']);
    expect(await recorded(database)).toEqual(['0000_a']);
  }),
);

// What is cancelled before its BEGIN has run leaves the statements behind it without a transaction.
onPostgres('statements whose BEGIN was refused are refused too', () =>
  withDatabase(async (database) => {
    const client = await connect(placeOf({ url: database.url }, {}));
    try {
      client.sendAhead!({ of: B, begin: 'nonsense', statements: B }, '1');
      const { id, answers } = client.sentAhead!(B)!;
      await expect(id).rejects.toThrow('nonsense');
      const refused = await Promise.allSettled(answers);
      expect(refused.map((answer) => answer.status === 'rejected' && String(answer.reason))).toEqual([
        'error: invalid input syntax for type integer: "its transaction has not begun"',
        'error: invalid input syntax for type integer: "its transaction has not begun"',
      ]);
      expect(await tables(database)).toEqual([]);
    } finally {
      await client.close();
    }
  }),
);

onPostgres.each([
  ['may end its transaction', 'do $$ begin perform 1; end $$'],
  ['takes rows', "comment on table a is 'a copy'"],
])('of what %s no statement is sent ahead', (_, statement) =>
  withConnected(async (connection, database) => {
    const follows = [statement];
    await connection.apply(work('0000_a', A, follows), PLACE, []);
    const [{ query } = {}] = await database.sql(
      'select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    expect(query).toMatch(/^begin;/);
  }),
);

onPostgres('a connection that is closed leaves none open', () =>
  withDatabase(async (database) => {
    const connection = await postgresTarget({ url: database.url }, {}).open(LIMITS);
    await connection.lock();
    await connection.createLedger(PLACE, 'hashes');
    await connection.apply(first, PLACE, []);
    await connection.close();
    await expect.poll(() => states(database)).toEqual([]);
    expect(await recorded(database)).toEqual(['0000_a']);
    expect(await tables(database)).toEqual(['a']);
  }),
);
