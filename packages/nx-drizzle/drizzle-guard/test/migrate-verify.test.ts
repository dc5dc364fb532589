import { expect, test } from 'vitest';
import { databaseMigratedTo, masked, sql } from './databases';
import { another } from './fixtures';

const withDatabase = databaseMigratedTo('0002_first_entry');

const LATER = Date.UTC(2026, 0, 6);

test('what somebody made by hand before is one line, and no finding', () =>
  withDatabase(
    another('0003_tags', 'CREATE TABLE tags (id int PRIMARY KEY, name text);'),
    async (workspace) => {
      await sql(
        workspace,
        'ALTER TABLE users ADD nick text; CREATE INDEX by_name ON users (name); CREATE SCHEMA auth; CREATE TABLE auth.keys (id int)',
      );
      const run = workspace.bin(['migrate']);
      expect(run.exitCode).toBe(0);
      expect(masked(run.stdout)).toMatchInlineSnapshot(`
        "shop  development  pglite .pglite
          0003_tags  <n> ms
        shop  applied 1 migration
          2 differences between the database and its migrations were there before: column public.users.nick and index public.by_name
        "
      `);
    },
  ));

test('a migration that did nothing because something of the name was there is drift, and stays recorded', () =>
  withDatabase(
    another('0003_tags', 'CREATE TABLE IF NOT EXISTS tags (id int PRIMARY KEY, name text);', LATER),
    async (workspace) => {
      await sql(workspace, 'CREATE TABLE tags (id int PRIMARY KEY, label text)');
      const run = workspace.bin(['migrate']);
      expect(run.exitCode).toBe(1);
      expect(masked(run.stdout)).toMatchInlineSnapshot(`
        "shop  development  pglite .pglite
          0003_tags  <n> ms
        shop  applied 1 migration
          error[drift] since this run the database is not what its migrations give:
            column public.tags.label is in the database and in no migration
            column public.tags.name is in the migrations and not in the database
            help: the migrations stay recorded; see what stood in their way, and mend it with a new migration (\`npx drizzle-guard generate --custom\`)
        1 error, 0 warnings
        "
      `);
      const again = workspace.bin(['migrate', '--json']);
      expect(again.json()).toMatchObject({ exitCode: 0, databases: [{ applied: [], findings: [] }] });
    },
  ));

test('what a shadow cannot run is not verified, and that is said', () =>
  withDatabase(
    {
      ...another('0003_other', 'ALTER TABLE by_hand ADD more text;'),
      'drizzle-guard.json': '{ "proofLimit": "30s" }',
    },
    async (workspace) => {
      await sql(workspace, 'CREATE TABLE by_hand (id int)');
      const run = workspace.bin(['migrate', '--json']);
      expect(run.exitCode).toBe(0);
      expect(run.json().databases[0]).toMatchObject({
        applied: [{ migration: '0003_other' }],
        findings: [],
        notChecked: ['base', 'verification'],
        notVerified:
          '0003_other cannot be run on a shadow: relation "by_hand" does not exist (drizzle/0003_other.sql:1)',
      });
    },
  ));

test('the time for it is bounded', () =>
  withDatabase(
    { ...another('0003_slow', 'SELECT 1;'), 'drizzle-guard.json': '{ "proofLimit": "1ms" }' },
    ({ bin }) => {
      const run = bin(['migrate']);
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toContain('not verified: the 1ms of "proofLimit" in drizzle-guard.json were over');
    },
  ));

test('a migration that takes its row out of the ledger is not called applied and well', () =>
  withDatabase(
    another(
      '0003_own',
      `CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
       CREATE TRIGGER forget BEFORE INSERT ON drizzle.__drizzle_migrations FOR EACH ROW EXECUTE FUNCTION forget();`,
    ),
    ({ bin }) => {
      const run = bin(['migrate', '--json']);
      expect(run.exitCode).toBe(2);
      const [{ applied, error }] = run.json().databases;
      expect(applied).toHaveLength(1);
      expect(error).toMatchObject({
        code: 'failed-ledger',
        message: expect.stringContaining('0003_own ran, and the ledger, read again, does not have it'),
      });
    },
  ));
