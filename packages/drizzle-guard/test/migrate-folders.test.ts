import { PGlite } from '@electric-sql/pglite';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import {
  cleanEnvironment,
  emptyPglite,
  foldersHistory,
  isLong,
  kitOneModules,
  withWorkspace,
  type Workspace,
} from 'testkit';
import { describe, expect, test } from 'vitest';
import { sql } from './databases';
import { CONFIG, SCHEMA } from './fixtures';

const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;
const ROWS =
  'select hash, created_at::text as at, name, applied_at from drizzle.__drizzle_migrations order by id';
const OLD_TABLE =
  'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);';

/** One table each, named after the migration. */
function history(names: readonly string[]): Record<string, string> {
  return foldersHistory(
    names.map((tag) => ({ tag, sql: `CREATE TABLE "t_${tag.slice(-1)}" ("id" integer);\n` })),
  );
}

function withFolders(
  names: readonly string[],
  use: (workspace: Workspace) => Promise<void> | void,
): Promise<void> {
  const files = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': CONFIG,
    'src/schema.ts': SCHEMA,
  };
  return withWorkspace({ ...files, ...history(names) }, use, kitOneModules());
}

/** drizzle-orm 1.0's own migrator, in a process of its own; throws with its words where it fails. */
function drizzleOrm({ dir }: Workspace): void {
  const code = `
    const { PGlite } = require('@electric-sql/pglite');
    const { drizzle } = require('drizzle-orm/pglite');
    const { migrate } = require('drizzle-orm/pglite/migrator');
    (async () => {
      const client = new PGlite('.pglite');
      await migrate(drizzle({ client }), { migrationsFolder: 'drizzle' });
      await client.close();
    })();`;
  execFileSync(process.execPath, ['-e', code], { cwd: dir, env: cleanEnvironment() as NodeJS.ProcessEnv });
}

const one = ({ bin }: Workspace, ...args: string[]) => {
  const run = bin([...args, '--json']);
  return { exitCode: run.exitCode, ...run.json().databases[0] };
};
const statesOf = (workspace: Workspace) =>
  one(workspace, 'status').migrations.map(
    ({ migration, state }: { migration: string; state: string }) => `${migration} ${state}`,
  );

test('what we apply, drizzle-orm 1.0 finds applied; and the other way round', () =>
  withFolders([A, B], async (workspace) => {
    expect(statesOf(workspace)).toEqual([`${A} pending`, `${B} pending`]);
    expect(workspace.exists('.pglite')).toBe(false);
    emptyPglite(path.join(workspace.dir, '.pglite'));
    expect(one(workspace, 'migrate')).toMatchObject({
      exitCode: 0,
      layout: 'folders',
      applied: [{ migration: A }, { migration: B }],
      pending: [],
    });
    const rows = await sql(workspace, ROWS);
    expect(rows).toMatchObject([
      { name: A, at: String(Date.UTC(2026, 0, 1)), applied_at: expect.any(Date) },
      { name: B, applied_at: expect.any(Date) },
    ]);
    drizzleOrm(workspace);
    expect(await sql(workspace, ROWS)).toEqual(rows);

    workspace.write(history([A, B, C]));
    drizzleOrm(workspace);
    const theirs = await sql(workspace, ROWS);
    expect(theirs).toHaveLength(3);
    expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, applied: [], findings: [] });
    expect(await sql(workspace, ROWS)).toEqual(theirs);
    expect(one(workspace, 'status').migrations[2]).toMatchObject({
      migration: C,
      state: 'applied',
      appliedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  }));

test.runIf(isLong)(
  'a ledger of drizzle-orm 0.x is understood, and turned into one of 1.0 as drizzle-orm does it',
  () =>
    withFolders([A, B], async (workspace) => {
      emptyPglite(path.join(workspace.dir, '.pglite'));
      one(workspace, 'migrate');
      const [first] = await sql(workspace, ROWS);
      // As 0.x would have left it after the first migration, with its milliseconds.
      const old = `drop schema drizzle cascade; drop table t_b; ${OLD_TABLE}
      insert into drizzle.__drizzle_migrations (hash, created_at) values ('${String(first!['hash'])}', ${Date.UTC(2026, 0, 1) + 789});`;
      await sql(workspace, old);
      expect(statesOf(workspace)).toEqual([`${A} applied`, `${B} pending`]);
      expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, applied: [{ migration: B }] });
      const rows = await sql(workspace, ROWS);
      expect(rows).toMatchObject([
        { name: A, applied_at: null },
        { name: B, applied_at: expect.any(Date) },
      ]);
      drizzleOrm(workspace);
      expect(await sql(workspace, ROWS)).toEqual(rows);

      await sql(workspace, old);
      drizzleOrm(workspace);
      const withoutTimes = (all: Record<string, unknown>[]) =>
        all.map((row) => ({ ...row, applied_at: row['applied_at'] === null }));
      expect(withoutTimes(await sql(workspace, ROWS))).toEqual(withoutTimes(rows));
      expect(await columns(workspace)).toEqual(['id', 'hash', 'created_at', 'name', 'applied_at']);
    }),
);

test.runIf(isLong)('late, edited, missing and renamed: nothing is applied, and each is said', () =>
  withFolders([A, C], async (workspace) => {
    emptyPglite(path.join(workspace.dir, '.pglite'));
    one(workspace, 'migrate');
    workspace.write(history([A, B, C]));
    expect(one(workspace, 'migrate')).toMatchObject({
      exitCode: 1,
      applied: [],
      findings: [
        {
          code: 'late-migration',
          message: expect.stringContaining('drizzle-orm would apply it out of order, in silence'),
        },
      ],
    });
    expect(one(workspace, 'migrate', '--late', 'apply')).toMatchObject({
      exitCode: 0,
      applied: [{ migration: B }],
    });
    workspace.write({ [`drizzle/${B}/migration.sql`]: 'SELECT 2;' });
    expect(one(workspace, 'status').findings).toMatchObject([
      { code: 'edited-migration', file: `drizzle/${B}/migration.sql` },
    ]);
    workspace.remove(`drizzle/${B}`);
    expect(one(workspace, 'status').findings).toMatchObject([
      { code: 'missing-migration', message: expect.stringContaining(`(${B})`) },
    ]);
  }),
);

describe('a folder that was renamed after it had run', () => {
  const MOVED = '20260101000300_b';
  const rename = (workspace: Workspace, to = MOVED) => {
    workspace.write({ [`drizzle/${to}/migration.sql`]: workspace.read(`drizzle/${B}/migration.sql`) });
    workspace.remove(`drizzle/${B}`);
  };
  const namesIn = async (workspace: Workspace) => (await sql(workspace, ROWS)).map(({ name }) => name);

  test.runIf(isLong)(
    'is told and its row is renamed, with what is applied beside it; drizzle-orm 1.0 agrees',
    () =>
      withFolders([A, B], async (workspace) => {
        emptyPglite(path.join(workspace.dir, '.pglite'));
        one(workspace, 'migrate');
        rename(workspace);
        // What the other branch brought, as after a merge in which ours was made again on top.
        workspace.write(history([A, C]));
        expect(one(workspace, 'status')).toMatchObject({
          exitCode: 0,
          migrations: [
            { migration: A, state: 'applied' },
            { migration: C, state: 'pending' },
            { migration: MOVED, state: 'applied', recordedAs: B },
          ],
          findings: [],
        });
        expect(workspace.bin(['status']).stdout).toContain(
          `${MOVED}  applied, recorded as ${B}: \`npx drizzle-guard migrate\` corrects it`,
        );
        const moved = [{ from: B, to: MOVED }];
        expect(one(workspace, 'migrate', '--dry-run')).toMatchObject({ pending: [{ migration: C }], moved });
        expect(workspace.bin(['migrate', '--dry-run']).stdout).toContain(
          `${MOVED} is applied; its ledger row (${B}) would be corrected`,
        );
        expect(await namesIn(workspace)).toEqual([A, B]);
        expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, applied: [{ migration: C }], moved });
        expect(await namesIn(workspace)).toEqual([A, MOVED, C]);
        const rows = await sql(workspace, ROWS);
        drizzleOrm(workspace);
        expect(await sql(workspace, ROWS)).toEqual(rows);
        expect(one(workspace, 'status').migrations[2]).not.toHaveProperty('recordedAs');
      }),
  );
});

test('a folder without SQL, or without a time, stops it', () =>
  withFolders([A, B], (workspace) => {
    workspace.remove(`drizzle/${B}/migration.sql`);
    workspace.write({ 'drizzle/backfill/migration.sql': 'SELECT 1;' });
    const result = one(workspace, 'migrate');
    expect(result).toMatchObject({ exitCode: 1, applied: [] });
    expect(result.findings.map(({ code }: { code: string }) => code)).toEqual([
      'misnamed-folder',
      'missing-sql',
    ]);
    expect(workspace.exists('.pglite')).toBe(false);
  }));

async function columns({ dir }: Workspace): Promise<unknown[]> {
  const client = new PGlite(path.join(dir, '.pglite'));
  const { rows } = await client.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_name = '__drizzle_migrations' order by ordinal_position",
  );
  await client.close();
  return rows.map(({ name }) => name);
}
