import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect } from 'vitest';
import { getStatus, migrate } from '../../../src/runtime';
import { asRole, LEDGER, onPostgres, withDatabase, withFolder, type Database } from './fixtures';

// What a role may not do is said, with the grant that lets it.

const USERS = { tag: '0000_users', sql: 'CREATE TABLE "users" ("id" integer);\n' };
const POSTS = { tag: '0001_posts', sql: 'CREATE TABLE "posts" ("id" integer);\n' };

let role: string;
beforeEach(() => (role = `guard_${process.pid}_${randomBytes(4).toString('hex')}`));
let drop: (() => Promise<unknown>) | null = null;
afterEach(async () => {
  await drop?.();
  drop = null;
});

async function createRole({ sql }: Database): Promise<void> {
  await sql(`create role ${role} login`);
  drop = () => withDatabase(({ sql: ask }) => ask(`drop role ${role}`).then(() => undefined));
}

const schemas = ({ sql }: Database) =>
  sql("select nspname from pg_namespace where nspname !~ '^pg_|^information_schema$' order by 1");

onPostgres('status as a role that may only read: it creates nothing, before the ledger and after', () =>
  withDatabase(async (database) => {
    await createRole(database);
    await withFolder([USERS, POSTS], async (migrations) => {
      const url = asRole(database.url, role);
      await database.sql(`alter role ${role} set default_transaction_read_only = on`);
      const before = await schemas(database);
      expect(await getStatus({ migrations, url })).toMatchObject({ pending: [USERS.tag, POSTS.tag] });
      expect(await schemas(database)).toEqual(before);
      await migrate({ migrations, url: database.url, to: USERS.tag });
      await database.sql(`grant usage on schema drizzle to ${role}`);
      await expect(getStatus({ migrations, url })).rejects.toMatchObject({
        code: 'unreadable-ledger',
        message: expect.stringContaining('permission denied for table __drizzle_migrations'),
      });
      await database.sql(`grant select on all tables in schema drizzle to ${role}`);
      expect(await getStatus({ migrations, url })).toMatchObject({ pending: [POSTS.tag], faults: [] });
      await database.sql(`drop owned by ${role}`);
    });
  }),
);

onPostgres('migrate as a role that may not create the ledger: the grant that is missing is named', () =>
  withDatabase(async (database) => {
    await createRole(database);
    await withFolder([USERS], async (migrations) => {
      const options = { migrations, url: asRole(database.url, role) };
      const name = new URL(database.url).pathname.slice(1);
      await expect(migrate(options)).rejects.toMatchObject({
        code: 'failed-ledger',
        help: expect.stringContaining(`\`GRANT CREATE ON DATABASE "${name}" TO "${role}";\``),
      });
      await database.sql(`create schema drizzle; grant usage on schema drizzle to ${role}`);
      await expect(migrate(options)).rejects.toMatchObject({
        code: 'failed-ledger',
        help: expect.stringContaining(`\`GRANT CREATE ON SCHEMA "drizzle" TO "${role}";\``),
      });
      await database.sql(`grant usage, create on schema drizzle, public to ${role}`);
      expect((await migrate(options)).applied).toMatchObject([{ migration: USERS.tag }]);
      expect(await database.sql(LEDGER)).toHaveLength(1);
      await database.sql(`drop owned by ${role}`);
    });
  }),
);

onPostgres('a database that takes no changes: one sentence, and nothing is tried', () =>
  withDatabase(async (database) => {
    await createRole(database);
    await withFolder([USERS], async (migrations) => {
      await database.sql(`alter role ${role} set default_transaction_read_only = on`);
      await expect(migrate({ migrations, url: asRole(database.url, role) })).rejects.toMatchObject({
        code: 'read-only-database',
        message: expect.stringMatching(
          /^postgres \S+ takes no changes: it is read-only for this user \(default_transaction_read_only\); nothing was applied$/,
        ),
      });
    });
  }),
);
