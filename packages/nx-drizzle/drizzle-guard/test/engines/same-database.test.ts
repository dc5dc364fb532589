import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import type { Whereabouts } from '../../src/engines/connection';
import { isSameDatabase, type Opened } from '../../src/engines/same-database';
import { hasMysql, SERVER, withDatabase as withMysqlDatabase } from './mysql/fixtures';
import { onPostgres, withDatabase } from './postgres/fixtures';

const target = (kind: string, description: string, more: object = {}) => ({
  whereabouts: { kind, ...more } as Whereabouts,
  description,
});

onPostgres('Postgres: by a lock of its own, whatever the database is called', () =>
  withDatabase((one) =>
    withDatabase(async (other) => {
      const clients = [one, one, other].map(({ url }) => new Client({ connectionString: url }));
      await Promise.all(clients.map((client) => client.connect()));
      try {
        const [first, again, second] = clients.map((client, at): Opened => ({
          target: target('postgres', `postgres ${at}`),
          connection: { query: async (sql) => (await client.query(sql)).rows },
        }));
        expect(await isSameDatabase(first!, again!)).toBe(true);
        expect(await isSameDatabase(first!, second!)).toBe(false);
        const locks = "select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";
        expect((await clients[0]!.query(locks)).rowCount).toBe(0);
      } finally {
        await Promise.all(clients.map((client) => client.end()));
      }
    }),
  ),
);

test.runIf(await hasMysql())('MySQL: by a lock, and the name of the database', () =>
  withMysqlDatabase((one) =>
    withMysqlDatabase(async (other) => {
      const clients = await Promise.all(
        [one, one, other].map((database) => createConnection({ ...SERVER, database })),
      );
      try {
        const [first, again, second] = clients.map((client, at): Opened => ({
          target: target('mysql', `mysql ${at}`),
          connection: { query: async (sql) => (await client.query(sql))[0] as Record<string, unknown>[] },
        }));
        expect(await isSameDatabase(first!, again!)).toBe(true);
        expect(await isSameDatabase(first!, second!)).toBe(false);
      } finally {
        await Promise.all(clients.map((client) => client.end()));
      }
    }),
  ),
);

test('SQLite: by the file behind a link', async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-same-'));
  try {
    const [one, link, other] = ['one.db', 'link.db', 'other.db'].map((name) => path.join(dir, name));
    writeFileSync(one!, '');
    writeFileSync(other!, '');
    symlinkSync(one!, link!);
    const [first, again, second] = [one!, link!, other!].map((file): Opened => ({
      target: target('sqlite', `sqlite ${file}`, { file }),
      connection: { query: async () => [] },
    }));
    expect(await isSameDatabase(first!, again!)).toBe(true);
    expect(await isSameDatabase(first!, second!)).toBe(false);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
