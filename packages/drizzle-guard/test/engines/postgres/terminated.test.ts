import { Client } from 'pg';
import { expect } from 'vitest';
import type { Connection } from '../../../src/engines/connection';
import { postgresTarget } from '../../../src/engines/postgres/target';
import { onPostgres, withDatabase } from './fixtures';

// A server that ends a connection in the middle of a question says so as an error, before the connection is gone.

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const LIMITS = { lockWait: 1000, lockTimeout: null, statementTimeout: null };
const WAITING =
  "select pid from pg_stat_activity where datname = current_database() and wait_event_type in ('Lock', 'Timeout')";

onPostgres.each<[string, string, (connection: Connection) => Promise<unknown>]>([
  ['something is asked', 'begin', (connection) => connection.query('select pg_sleep(60)')],
  [
    'the ledger is read',
    'create schema drizzle; create table drizzle.__drizzle_migrations (id serial, hash text, created_at bigint); commit; begin; lock table drizzle.__drizzle_migrations',
    (connection) => connection.readLedger(PLACE),
  ],
  ['the ledger is made', 'begin; create schema drizzle', (c) => c.createLedger(PLACE, 'hashes')],
])('where it is ended while %s, the connection is called lost', (_, before, ask) =>
  withDatabase(async ({ url, sql }) => {
    const other = new Client({ connectionString: url });
    await other.connect();
    const connection = await postgresTarget({ url }, {}).open(LIMITS);
    try {
      await other.query(before);
      const asked = ask(connection).catch((thrown: unknown) => thrown);
      await expect.poll(() => sql(WAITING)).toHaveLength(1);
      await sql(WAITING.replace('select pid', 'select pg_terminate_backend(pid)'));
      expect(await asked).toMatchObject({
        code: 'cannot-connect',
        message: expect.stringContaining('was lost: terminating connection due to administrator command'),
      });
    } finally {
      await connection.close().catch(() => undefined);
      await other.end();
    }
  }),
);
