import { randomBytes } from 'node:crypto';
import { createConnection, type Connection } from 'mysql2/promise';
import { Client } from 'pg';
import { hasPostgres, isLong, postgresUrl } from 'testkit';
import { describe, expect, test } from 'vitest';
import type { FirmGround } from '../../src/engines/shadow/ground';
import { openShadow } from '../../src/engines/shadow/open-shadow';
import { shadowServer } from '../../src/engines/shadow/server';
import type { GuardError } from '../../src/errors/guard-error';
import { hasMysql, SERVER, sql, withDatabase } from './mysql/fixtures';

// A shadow on a server: a database of its own, which is dropped again, and no other.

const NAME = /^drizzle_guard_shadow_\d{10}_[\da-f]{12}$/;
const ABANDONED = 'drizzle_guard_shadow_1700000000_';

interface Kind {
  ground: FirmGround;
  run(text: string): Promise<Record<string, unknown>[]>;
  scratches(): Promise<string[]>;
  /** Keeps a database as a run that lives does. */
  hold(name: string): Promise<{ end(): Promise<void> }>;
}

function groundOf(url: string): FirmGround {
  const server = shadowServer(url, 'SHADOW_URL', {})!;
  return { dialect: server.dialect, folders: [], server };
}

const MYSQL: Kind = {
  ground: groundOf('mysql://root@127.0.0.1:3306'),
  run: (text) => sql(text),
  async scratches() {
    const rows = await sql('select schema_name as name from information_schema.schemata');
    return rows.map(({ name }) => String(name)).filter((name) => name.startsWith('drizzle_guard_shadow_'));
  },
  async hold(name) {
    const connection: Connection = await createConnection(SERVER);
    await connection.query(`select get_lock('${name}', 0)`);
    return connection;
  },
};

const POSTGRES: Kind = {
  ground: groundOf(hasPostgres() ? postgresUrl('postgres') : 'postgres://127.0.0.1/postgres'),
  run: (text) => onPostgres('postgres', text),
  async scratches() {
    const rows = await onPostgres('postgres', 'select datname::text as name from pg_database');
    return rows.map(({ name }) => String(name)).filter((name) => name.startsWith('drizzle_guard_shadow_'));
  },
  async hold(name) {
    const client = new Client({ connectionString: postgresUrl(name) });
    await client.connect();
    return client;
  },
};

async function onPostgres(database: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: postgresUrl(database) });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const objectsOf = (entries: readonly { object: string }[]) => entries.map(({ object }) => object);

describe.each([
  ['mysql', MYSQL, await hasMysql()],
  ['postgresql', POSTGRES, hasPostgres()],
] as const)('%s', (dialect, kind, isThere) => {
  test.runIf(isThere && (isLong || dialect === 'mysql'))(
    'two at once, each in its own; both are gone afterwards, also one that is at work',
    async () => {
      const older = await kind.scratches();
      const shadows = await Promise.all([openShadow(kind.ground, []), openShadow(kind.ground, [])]);
      let asleep: Promise<unknown> | undefined;
      const made = (await kind.scratches()).filter((name) => !older.includes(name));
      try {
        expect(made.length).toBeGreaterThanOrEqual(2);
        for (const name of made) expect(name).toMatch(NAME);
        for (const [at, shadow] of shadows.entries()) {
          expect(
            await shadow.apply([`CREATE TABLE t${at} (id int)`, 'INSERT INTO nowhere VALUES (1)']),
          ).toMatchObject({
            failure: { position: 1, kept: dialect === 'mysql' ? 1 : 0 },
          });
          expect((await shadow.apply([`CREATE TABLE u${at} (id int)`])).failure).toBeNull();
          expect(objectsOf(await shadow.catalog())).toContain(
            `table ${dialect === 'mysql' ? '' : 'public.'}u${at}`,
          );
          await shadow.clear();
          expect(await shadow.catalog()).toEqual([]);
        }
        const sleeping = dialect === 'mysql' ? 'SELECT SLEEP(60)' : 'SELECT pg_sleep(60)';
        asleep = shadows[0].apply([sleeping]).catch((thrown: unknown) => thrown);
      } finally {
        for (const shadow of shadows) await shadow.close();
      }
      expect(await asleep).toMatchObject({ code: 'replay-failed' });
      const left = await kind.scratches();
      expect(left.filter((name) => made.includes(name))).toEqual([]);
    },
  );

  test.runIf(isThere)('what a run has left behind goes at the next start; what is used stays', async () => {
    const own = process.pid.toString(16).padStart(11, '0');
    const [dead, used] = [`${ABANDONED}${own}a`, `${ABANDONED}${own}b`];
    const all = [dead, used];
    for (const name of all) await kind.run(`create database ${name}`);
    const user = await kind.hold(used);
    try {
      await (await openShadow(kind.ground, [])).close();
      expect((await kind.scratches()).filter((name) => all.includes(name))).toEqual([used]);
    } finally {
      await user.end();
      for (const name of all) await kind.run(`drop database if exists ${name}`);
    }
  });
});

test.runIf(await hasMysql())('a statement that reaches another database is not run', () =>
  withDatabase(async (database) => {
    await sql('create table kept (id int)', database);
    const shadow = await openShadow(MYSQL.ground, []);
    try {
      for (const statement of [
        `DROP TABLE ${database}.kept`,
        `USE ${database}`,
        `/*! DROP DATABASE ${database} */`,
      ])
        expect((await shadow.apply([statement])).failure?.message).toContain(
          'reaches beyond the scratch database',
        );
    } finally {
      await shadow.close();
    }
    expect(await sql('show tables', database)).toHaveLength(1);
  }),
);

test.runIf(hasPostgres())('Postgres on a server tells locks, and makes no roles', async () => {
  const shadow = await openShadow(POSTGRES.ground, []);
  try {
    expect((await shadow.apply(['CREATE ROLE nobody_makes_me'])).failure?.message).toContain(
      'CREATE ROLE reaches beyond',
    );
    await shadow.apply(['CREATE TABLE users (id int)']);
    expect(await shadow.measure!(['ALTER TABLE users ADD name text'])).toMatchObject({
      failure: null,
      locks: [{ tables: [{ table: 'public.users', mode: 'ACCESS EXCLUSIVE' }] }],
    });
    const [version] = await onPostgres('postgres', 'show server_version_num');
    expect(shadow.major).toBe(Math.floor(Number(version!['server_version_num']) / 10_000));
  } finally {
    await shadow.close();
  }
});

test.runIf(await hasMysql())('a user of MySQL who may make no database is told the grant', async () => {
  const user = `guard_${randomBytes(4).toString('hex')}`;
  for (const host of ['%', 'localhost'])
    await sql(`create user '${user}'@'${host}' identified by 'topsecret'`);
  const ground = groundOf(`mysql://${user}:topsecret@127.0.0.1:3306`);
  try {
    const refused = await openShadow(ground, []).catch((thrown: unknown) => thrown as GuardError);
    expect(refused).toMatchObject({ code: 'shadow-refused' });
    const { message, help } = refused as GuardError;
    expect(message + help).not.toContain('topsecret');
    await sql(/let it: (GRANT .*?);/.exec(help)![1]!);
    await (await openShadow(ground, [])).close();
  } finally {
    await sql(`drop user '${user}'@'%', '${user}'@'localhost'`);
  }
});

test.runIf(hasPostgres())('a role of Postgres that may make no database is told the right', async () => {
  const role = `guard_${randomBytes(4).toString('hex')}`;
  await onPostgres('postgres', `create role ${role} login password 'topsecret'`);
  const url = new URL(postgresUrl('postgres'));
  Object.assign(url, { username: role, password: 'topsecret' });
  try {
    const refused = await openShadow(groundOf(url.href), []).catch((thrown: unknown) => thrown as GuardError);
    expect(refused).toMatchObject({ code: 'shadow-refused' });
    const { message, help } = refused as GuardError;
    expect(message + help).not.toContain('topsecret');
    expect(help).toContain(`ALTER ROLE "${role}" CREATEDB`);
  } finally {
    await onPostgres('postgres', `drop role ${role}`);
  }
});
