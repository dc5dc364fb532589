import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { cleanEnvironment, isLong, repositoryRoot } from 'testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveCatalog, type LiveCatalog } from '../../../src/engines/live-catalog';
import { shadowSpec } from '../../../src/engines/shadow/drivers';
import { openPgliteShadow } from '../../../src/engines/shadow/pglite-shadow';
import { readHistory } from '../../../src/history/read-history';
import { liveDifferences } from '../../../src/replay/live-differences';
import { workTree } from '../../../src/sources/work-tree';
import { chunksOf } from '../../../src/sql/statements';

const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');
const SERVER = { host: '127.0.0.1', port: 5432, user: 'postgres' };
const LEDGER = { schema: 'drizzle', table: '__drizzle_migrations' };

type PgliteSpec = Parameters<typeof openPgliteShadow>[0];

let server: Client | null = null;

beforeAll(async () => {
  const client = new Client({ ...SERVER, database: 'postgres' });
  server = await client.connect().then(
    () => client,
    () => null,
  );
});
afterAll(() => server?.end());

/**
 * What a server and a shadow hold after the same statements, each migration in a transaction.
 * @param settings of the server's session
 * @param more statements that run on the server alone
 */
async function onBoth(
  migrations: readonly (readonly string[])[],
  { settings = '', more = [] }: { settings?: string; more?: readonly string[] } = {},
): Promise<{ live: LiveCatalog; given: LiveCatalog }> {
  const name = `guard_catalog_${process.pid}_${randomBytes(4).toString('hex')}`;
  await server!.query(`CREATE DATABASE ${name}`);
  const client = new Client({ ...SERVER, database: name });
  await client.connect();
  const spec = shadowSpec('postgresql', [__dirname], migrations.flat());
  const shadow = await openPgliteShadow(spec as PgliteSpec);
  try {
    if (settings !== '') await client.query(settings);
    for (const statements of migrations) {
      await client.query('BEGIN');
      for (const sql of statements) await client.query(sql);
      await client.query('COMMIT');
      expect((await shadow.apply(statements)).failure).toBeNull();
    }
    for (const sql of more) await client.query(sql);
    const query = async (sql: string) => (await client.query(sql)).rows;
    const live = await liveCatalog({ query }, 'postgresql', LEDGER);
    return { live, given: { entries: await shadow.catalog(), major: shadow.major } };
  } finally {
    await client.end();
    await shadow.close();
    await server!.query(`DROP DATABASE ${name}`);
  }
}

const differencesOf = ({ live, given }: { live: LiveCatalog; given: LiveCatalog }) =>
  liveDifferences(live, given, new Set()).map(({ words }) => words);

const EXOTIC = [
  `CREATE SCHEMA crm`,
  `CREATE TYPE crm.mood AS ENUM ('sad', 'ok', 'it''s')`,
  `CREATE DOMAIN crm.mail AS varchar(99) COLLATE "C" DEFAULT 'x' NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '@')`,
  `CREATE SEQUENCE crm.numbers START 5 INCREMENT 5 MAXVALUE 500 CYCLE`,
  `CREATE TABLE people (
     id serial PRIMARY KEY, big bigint GENERATED ALWAYS AS IDENTITY (START 7), name varchar(40) NOT NULL DEFAULT 'x',
     code char(3) DEFAULT 'abc', amount numeric(10, 2) DEFAULT -5.5, tags text[] DEFAULT '{}' NOT NULL,
     moods crm.mood[] DEFAULT '{sad}', feels crm.mood DEFAULT 'ok'::crm.mood, at timestamptz DEFAULT now(),
     since timestamptz DEFAULT '2024-05-01 12:00:00+02', utc timestamp DEFAULT (now() AT TIME ZONE 'utc'),
     lasts interval DEFAULT '1 year 2 days 03:00', day date DEFAULT '2024-02-01', data jsonb DEFAULT '{"a": [1]}',
     raw bytea DEFAULT '\\x00ff', ratio double precision DEFAULT 0.1, at_place point, uid uuid DEFAULT gen_random_uuid(),
     low text GENERATED ALWAYS AS (lower(name)) STORED, sorted text COLLATE "C", flag boolean DEFAULT true,
     CONSTRAINT positive CHECK (amount > 0 OR name <> ''), CONSTRAINT named UNIQUE NULLS NOT DISTINCT (name, code))`,
  `CREATE TABLE crm.notes (person int REFERENCES people (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
     nr int DEFAULT nextval('crm.numbers'), at date, PRIMARY KEY (person, nr),
     EXCLUDE USING gist (daterange(at, at + 1) WITH &&))`,
  `CREATE UNIQUE INDEX by_low ON people (lower(name) DESC NULLS LAST) WHERE amount > 3 AND name IN ('a', 'b')`,
  `CREATE INDEX by_data ON people USING gin (data jsonb_path_ops) WITH (fastupdate = off)`,
  `CREATE INDEX by_day ON people (date_trunc('day', at AT TIME ZONE 'UTC'), day) INCLUDE (name)`,
  `CREATE VIEW rich AS SELECT p.id, p.name, count(n.nr) AS notes FROM people p LEFT JOIN crm.notes n ON n.person = p.id
     GROUP BY p.id`,
  `CREATE VIEW plain WITH (security_invoker = true) AS SELECT p.id FROM people p WHERE p.amount > 3`,
  `CREATE MATERIALIZED VIEW sums AS SELECT p.feels, sum(p.amount) AS total FROM people p GROUP BY p.feels`,
  `ALTER TABLE people ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY own ON people FOR SELECT USING (id IN (SELECT n.person FROM crm.notes n WHERE n.nr > 3))`,
  `CREATE POLICY write ON people AS RESTRICTIVE FOR ALL TO PUBLIC USING (true) WITH CHECK (name = current_user)`,
  `CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at = now(); RETURN NEW; END $$`,
  `CREATE FUNCTION crm.of(who int, OUT nr int) RETURNS SETOF int LANGUAGE sql STABLE
     BEGIN ATOMIC SELECT n.nr FROM crm.notes n WHERE n.person = who; END`,
  `CREATE FUNCTION twice(n int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE RETURN n * 2`,
  `CREATE TRIGGER touch BEFORE UPDATE OF name ON people FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
     EXECUTE FUNCTION touched()`,
  `CREATE TABLE events (id int, at date NOT NULL, note text) PARTITION BY RANGE (at)`,
  `CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`,
  `CREATE INDEX events_at ON events (at)`,
  `ALTER TABLE people ADD CONSTRAINT later CHECK (ratio < 9) NOT VALID`,
  `ALTER TABLE people ALTER COLUMN sorted TYPE varchar(9)`,
];

describe('a server and a shadow at the same history hold the same', () => {
  test('whatever Postgres can hold, with settings that print it otherwise', async ({ skip }) => {
    skip(server === null, 'no Postgres on 127.0.0.1:5432');
    const settings = `SET TimeZone = 'Asia/Kolkata'; SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601';
       SET bytea_output = 'escape'; SET extra_float_digits = -3`;
    const both = await onBoth([EXOTIC], { settings });
    expect(both.live.entries.length).toBeGreaterThan(50);
    expect(differencesOf(both)).toEqual([]);
  });

  test('what is not the same is told; what another application has in a schema of its own is not', async ({
    skip,
  }) => {
    skip(server === null, 'no Postgres on 127.0.0.1:5432');
    const more = [
      'DROP INDEX by_data',
      'ALTER DOMAIN crm.mail DROP CONSTRAINT has_at',
      'ALTER TABLE people ADD nick text',
      'ALTER TABLE people ALTER flag SET NOT NULL',
      'DROP VIEW plain',
      'CREATE VIEW theirs AS SELECT id FROM people',
      'DROP MATERIALIZED VIEW sums',
      'DROP POLICY own ON people',
      'CREATE EXTENSION citext',
      'CREATE SCHEMA auth',
      'CREATE TABLE auth.users (id int)',
      'CREATE SCHEMA drizzle',
      'CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text, created_at bigint)',
      'CREATE TABLE drizzle.__drizzle_guard_runs (migration text PRIMARY KEY)',
    ];
    expect(differencesOf(await onBoth([EXOTIC], { more }))).toEqual([
      'column public.people.flag is `boolean, not null, default true` in the database and `boolean, default true` by its migrations',
      'column public.people.nick is in the database and in no migration',
      expect.stringMatching(
        /^domain crm.mail is `[^`]*not null, default 'x'::character varying` in the database/,
      ),
      'index public.by_data is in the migrations and not in the database',
      'materialized view public.sums is in the migrations and not in the database',
      'policy own of public.people is in the migrations and not in the database',
      'view public.plain is in the migrations and not in the database',
      'view public.theirs is in the database and in no migration',
    ]);
  });
});

describe.skipIf(!existsSync(BUNDLE))(
  `real histories${existsSync(BUNDLE) ? '' : ' (skipped: ../shared/histories is not there)'}`,
  () => {
    let clone = '';

    beforeAll(() => {
      clone = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-catalog-'));
      git('clone', '--quiet', '--no-checkout', BUNDLE, clone);
    });
    afterAll(() => rmSync(clone, { recursive: true, force: true }));

    function git(...args: string[]): void {
      execFileSync('git', args, { cwd: clone, env: cleanEnvironment() as NodeJS.ProcessEnv, stdio: 'pipe' });
    }

    test.for(['homarr-postgresql', 'zero', ...(isLong ? ['akash-api', 'dokploy'] : [])])(
      '%s',
      async (name, { skip }) => {
        skip(server === null, 'no Postgres on 127.0.0.1:5432');
        git('checkout', '--quiet', '--force', `origin/history/${name}`);
        const { migrations } = await readHistory(workTree(clone), 'drizzle');
        const statements = migrations.map(({ sqlFile }) =>
          chunksOf(readFileSync(path.join(clone, sqlFile), 'utf8')).filter((sql) => sql.trim() !== ''),
        );
        expect(differencesOf(await onBoth(statements))).toEqual([]);
      },
    );
  },
);
