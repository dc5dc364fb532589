import { createClient } from '@libsql/client';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment, repositoryRoot } from 'testkit';
import { expect, test } from 'vitest';
import { liveCatalog } from '../../../src/engines/live-catalog';
import { openSqliteShadow } from '../../../src/engines/shadow/sqlite-shadow';
import { readHistory } from '../../../src/history/read-history';
import { liveDifferences } from '../../../src/replay/live-differences';
import { workTree } from '../../../src/sources/work-tree';
import { statementsOf } from '../../../src/sql/statements';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const LEDGER = { schema: 'drizzle', table: '__drizzle_migrations' };

const EXOTIC = [
  "CREATE TABLE people (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL DEFAULT (lower('X')) CHECK (name <> ''))",
  'CREATE TABLE notes (a integer, b text, low text GENERATED ALWAYS AS (lower(b)) STORED, PRIMARY KEY (a, b), UNIQUE (b, a), FOREIGN KEY (a) REFERENCES people (id) ON DELETE CASCADE) WITHOUT ROWID',
  'CREATE UNIQUE INDEX by_low ON people (lower(name)) WHERE id > 3',
  'CREATE VIEW names AS SELECT name FROM people',
  'CREATE TRIGGER touch AFTER INSERT ON people BEGIN UPDATE people SET name = name; END',
];

/** What differs between a file and a shadow after the same statements; then some run on the file alone. */
async function differences(statements: readonly string[], more: readonly string[] = []): Promise<string[]> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-catalog-'));
  const client = createClient({ url: `file:${path.join(dir, 'a.db')}` });
  const driver = createRequire(createRequire(__filename).resolve('@libsql/client')).resolve('libsql');
  const shadow = openSqliteShadow(driver);
  try {
    await client.execute('PRAGMA foreign_keys = OFF');
    for (const sql of [...statements, ...more]) await client.executeMultiple(sql);
    expect((await shadow.apply(statements)).failure).toBeNull();
    const query = async (sql: string) => (await client.execute(sql)).rows;
    const live = await liveCatalog({ query }, 'sqlite', LEDGER);
    return liveDifferences(live, { entries: await shadow.catalog(), major: null }, new Set()).map(
      ({ words }) => words,
    );
  } finally {
    client.close();
    await shadow.close();
    rmSync(dir, { recursive: true });
  }
}

test('a file and a shadow with the same history hold the same, beside the ledger', async () => {
  const ledger = [
    'CREATE TABLE __drizzle_migrations (id integer PRIMARY KEY, hash text)',
    'CREATE TABLE __drizzle_guard_runs (migration text PRIMARY KEY)',
  ];
  expect(await differences(EXOTIC, ledger)).toEqual([]);
});

test('what is not the same is told', async () => {
  const more = ['ALTER TABLE people ADD nick text', 'DROP VIEW names', 'CREATE TABLE others (id integer)'];
  expect(await differences(EXOTIC, more)).toEqual([
    'column people.nick is in the database and in no migration',
    'table others is in the database and in no migration',
    'view names is in the migrations and not in the database',
  ]);
});

test('a real history: homarr-sqlite', async ({ skip }) => {
  skip(!existsSync(BUNDLE), '../shared/histories is not there');
  const clone = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-history-'));
  try {
    const env = cleanEnvironment() as NodeJS.ProcessEnv;
    const clones = ['clone', '--quiet', '--branch', 'history/homarr-sqlite', BUNDLE, '.'];
    execFileSync('git', clones, { cwd: clone, env, stdio: 'pipe' });
    const { migrations } = await readHistory(workTree(clone), 'drizzle');
    const statements = migrations.flatMap(({ sqlFile }) =>
      statementsOf(readFileSync(path.join(clone, sqlFile), 'utf8')),
    );
    // By hand a transaction is ended and begun in it, and there is none here.
    const own = statements
      .filter(({ meaning }) => !/^(?:commit|begin)\b/.test(meaning))
      .map(({ sql }) => sql);
    expect(await differences(own)).toEqual([]);
  } finally {
    rmSync(clone, { recursive: true });
  }
});
