import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import {
  cleanEnvironment,
  drizzleConfig,
  isLong,
  journalHistory,
  repositoryRoot,
  withWorkspace,
  type Workspace,
} from 'testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { masked } from '../../databases';
import { LOCKS } from './fixtures';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const SERVER = { host: '127.0.0.1', port: 5432, user: 'postgres' };
const NO_SERVER = 'no Postgres on 127.0.0.1:5432';

let server: Client | null = null;

beforeAll(async () => {
  const client = new Client({ ...SERVER, database: 'postgres' });
  server = await client.connect().then(
    () => client,
    () => null,
  );
});
afterAll(() => server?.end());

interface Shop extends Workspace {
  sql(text: string): Promise<unknown>;
}

/** Runs in a workspace with an empty database of its own on the server. */
async function withServer(files: Record<string, string>, use: (shop: Shop) => Promise<void>): Promise<void> {
  const name = `guard_verify_${process.pid}_${randomBytes(4).toString('hex')}`;
  await server!.query(`CREATE DATABASE ${name}`);
  const client = new Client({ ...SERVER, database: name });
  await client.connect();
  const dbCredentials = { url: `postgres://postgres@127.0.0.1:5432/${name}` };
  const all = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': drizzleConfig({ dialect: 'postgresql', dbCredentials }),
    'drizzle-guard.json': '{ "proofLimit": "60s" }',
    ...files,
  };
  try {
    await withWorkspace(all, (workspace) =>
      use({ ...workspace, sql: async (text) => (await client.query(text)).rows }),
    );
  } finally {
    await client.end();
    await server!.query(`DROP DATABASE ${name}`);
  }
}

const TABLES = `CREATE TYPE mood AS ENUM ('sad', 'ok');
--> statement-breakpoint
CREATE TABLE people (id serial PRIMARY KEY, name varchar(20) DEFAULT 'x' NOT NULL, since timestamptz DEFAULT '2024-05-01 12:00Z');
--> statement-breakpoint
CREATE VIEW plain AS SELECT p.id FROM people p WHERE p.id > 3;
--> statement-breakpoint
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON people FOR SELECT USING (id IN (SELECT q.id FROM people q WHERE q.name = 'x'));`;

const MORE = `ALTER TYPE mood ADD VALUE 'new';
--> statement-breakpoint
ALTER TABLE people ADD feels mood DEFAULT 'new';
--> statement-breakpoint
CREATE INDEX CONCURRENTLY by_name ON people (name);`;

test('a server beside a shadow: locks, what was there before, and what is new', async ({ skip }) => {
  skip(server === null, NO_SERVER);
  const files = journalHistory([
    { tag: '0000_tables', sql: TABLES },
    { tag: '0001_more', sql: MORE },
    { tag: '0002_tags', sql: 'CREATE TABLE IF NOT EXISTS tags (id int);' },
  ]);
  await withServer(files, async ({ bin, sql }) => {
    expect(bin(['migrate', '--to', '0000_tables']).exitCode).toBe(0);
    await sql('ALTER TABLE people ADD nick text; CREATE SCHEMA auth; CREATE TABLE auth.keys (id int)');
    const plan = bin(['migrate', '--dry-run', '--to', '0001_more']);
    expect(plan.exitCode).toBe(0);
    expect(plan.stdout.split('\n').slice(1).join('\n')).toMatchInlineSnapshot(`
      "shop  dry run: 1 migration would be applied
        0001_more (3 statements)
          ALTER TYPE mood ADD VALUE 'new';
          ALTER TABLE people ADD feels mood DEFAULT 'new';
            -- locks people ACCESS EXCLUSIVE
          CREATE INDEX CONCURRENTLY by_name ON people (name);
            -- forbids a transaction, its locks cannot be measured
      "
    `);

    const first = bin(['migrate', '--to', '0001_more']);
    expect(first.exitCode).toBe(0);
    expect(masked(first.stdout).split('\n').slice(1).join('\n')).toMatchInlineSnapshot(`
      "  0001_more  <n> ms
      shop  applied 1 migration, 1 left pending
        1 difference between the database and its migrations was there before: column public.people.nick
      "
    `);

    await sql(`SET TimeZone = 'Asia/Kolkata'; CREATE VIEW tags AS SELECT 1 AS id`);
    const second = bin(['migrate', '--json']);
    expect(second.exitCode).toBe(1);
    expect(second.json().databases[0]).toMatchObject({
      applied: [{ migration: '0002_tags' }],
      findings: [
        {
          code: 'drift',
          details: ['table public.tags is in the migrations and not in the database'],
        },
      ],
      olderDifferences: ['column public.people.nick', 'view public.tags'],
      notChecked: ['base'],
    });
    expect(await sql(LOCKS)).toEqual([]);
  });
});

const histories = isLong
  ? ([
      ['homarr-postgresql', 8],
      ['zero', 20],
      ['akash-api', 30],
      ['dokploy', 150],
    ] as const)
  : ([['homarr-postgresql', 8]] as const);

test.for(histories)('a real history has no drift: %s', async ([name, first], { skip }) => {
  skip(server === null, NO_SERVER);
  skip(!existsSync(BUNDLE), '../shared/histories is not there');
  await withServer({}, async ({ bin, dir, read }) => {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: dir, env: cleanEnvironment() as NodeJS.ProcessEnv, stdio: 'pipe' });
    git('init', '--quiet');
    git('fetch', '--quiet', BUNDLE, `history/${name}`);
    git('checkout', '--quiet', 'FETCH_HEAD', '--', 'drizzle');
    const { entries } = JSON.parse(read('drizzle/meta/_journal.json'));
    expect(bin(['migrate', '--to', entries[first].tag]).exitCode).toBe(0);
    const run = bin(['migrate', '--json']);
    expect(run.json().databases[0]).toMatchObject({ findings: [], pending: [], notChecked: ['base'] });
    expect(run.json().databases[0]).not.toHaveProperty('olderDifferences');
    expect(run.exitCode).toBe(0);
  });
});
