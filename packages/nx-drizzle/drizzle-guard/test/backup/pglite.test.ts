import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { databaseMigratedTo, sql } from '../databases';
import { restored, taken } from './taken';

vi.setConfig({ testTimeout: 120_000 });

const withShop = databaseMigratedTo('0002_first_entry');

const CONTENT = `select json_build_object(
  'users', (select json_agg(u order by id) from users u), 'entries', (select json_agg(e) from entries e),
  'ledger', (select json_agg(l order by id) from drizzle.__drizzle_migrations l),
  'tables', (select json_agg(table_name order by table_name) from information_schema.tables where table_schema = 'public')) as all`;

test('what a backup holds is what a restore brings, and the directory is replaced as a whole', () =>
  withShop({}, async (workspace) => {
    await sql(workspace, "insert into users values (1, 'Ada'), (2, 'it''s')");
    const before = await sql(workspace, CONTENT);
    const file = taken(workspace);
    expect(file).toMatch(/\.tar\.gz$/);
    await sql(workspace, 'create table later (id int); delete from users');
    expect(restored(workspace, file)).toEqual(['applied', 'applied', 'applied']);
    expect(await sql(workspace, CONTENT)).toEqual(before);
    const left = readdirSync(workspace.dir).filter((name) => name.startsWith('.pglite'));
    expect(left).toEqual(['.pglite']);
  }));
