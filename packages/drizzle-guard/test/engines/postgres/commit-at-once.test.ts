import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../../src/engines/connection';
import { postgresTarget } from '../../../src/engines/postgres/target';

// The row of the ledger and COMMIT are sent together: what the first of the two says counts.

const SERVER = 'postgres://postgres@127.0.0.1:5432';
const NAME = `guard_${process.pid}_${randomBytes(4).toString('hex')}`;
const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const LIMITS = { lockWait: 1000, lockTimeout: 5000, statementTimeout: null };

const isThere = await asked('select 1', 'postgres').then(
  () => true,
  () => false,
);

async function asked(sql: string, database = NAME): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: `${SERVER}/${database}`, connectionTimeoutMillis: 2000 });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const work = (tag: string, ...statements: string[]) => ({
  tag,
  statements,
  row: { hash: tag, createdAt: 1, name: null },
});

test.runIf(isThere).each([
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
])('%s: nothing of it stays, and the next one is applied', async (_, before, statement, failure) => {
  const connection = await opened();
  try {
    await connection.createLedger(PLACE, 'hashes');
    await asked(before);
    await expect(connection.apply(work('0000_a', statement), PLACE, [])).rejects.toMatchObject(failure);
    expect(await asked("select to_regclass('made') as made")).toEqual([{ made: null }]);
    expect(await connection.readLedger(PLACE)).toEqual([]);
    await asked('drop trigger if exists no on drizzle.__drizzle_migrations; drop function if exists no()');
    await connection.apply(work('0001_b', 'create table made ()'), PLACE, []);
    expect(await connection.readLedger(PLACE)).toMatchObject([{ hash: '0001_b' }]);
  } finally {
    await connection.close();
    await asked('drop schema drizzle cascade; drop schema public cascade; create schema public');
  }
});

beforeAll(async () => {
  if (isThere) await asked(`create database ${NAME}`, 'postgres');
});
afterAll(async () => {
  if (isThere) await asked(`drop database ${NAME} with (force)`, 'postgres');
});

async function opened(): Promise<Connection> {
  return postgresTarget({ url: `${SERVER}/${NAME}` }, {}).open(LIMITS);
}
