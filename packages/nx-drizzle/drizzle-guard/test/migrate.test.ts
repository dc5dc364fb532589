import path from 'node:path';
import { emptyPglite, isLong, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { databaseMigratedTo, drizzleKit, FIRST_ENTRIES, LEDGER, masked, sql } from './databases';
import { another, fingerprint, MIGRATIONS, shop } from './fixtures';

test('a new database, from the plan to the last migration', () =>
  withWorkspace(shop(), async (workspace) => {
    const { bin, dir, exists } = workspace;
    const before = fingerprint(dir);
    const plan = bin(['migrate', '--dry-run']);
    expect(plan).toMatchObject({ exitCode: 0, stderr: '' });
    expect(plan.stdout).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
      shop  dry run: 3 migrations would be applied
        0000_users (1 statement)
          CREATE TABLE "users" (
          	"id" integer PRIMARY KEY NOT NULL,
          	"name" text NOT NULL
          );
        0001_entries (1 statement)
          CREATE TABLE "entries" (
          	"note" text NOT NULL
          );
        0002_first_entry (1 statement)
          INSERT INTO "entries" ("note") VALUES ('first');
            -- locks entries ROW EXCLUSIVE
      "
    `);
    expect(bin(['migrate', '--dry-run', '--to', '0000']).stdout).toContain(
      'dry run: 1 migration would be applied',
    );
    expect(fingerprint(dir)).toEqual(before);
    expect(exists('.pglite')).toBe(false);

    expect(masked(bin(['migrate', '--to', '0000']).stdout)).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
        0000_users  <n> ms
      shop  applied 1 migration, 2 left pending
      "
    `);
    expect(bin(['migrate', '--dry-run', '--to', '0000']).stdout).toContain(
      'dry run: nothing would be applied',
    );
    expect(masked(bin(['migrate']).stdout)).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
        0001_entries  <n> ms
        0002_first_entry  <n> ms
      shop  applied 2 migrations
      "
    `);
    const again = bin(['migrate']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
      shop  nothing is pending
      "
    `);
    expect(exists('.pglite.lock')).toBe(false);
    expect(await sql(workspace, FIRST_ENTRIES)).toHaveLength(1);
  }));

const withDatabase = databaseMigratedTo('0001_entries');

test('--json is one document on stdout; the words for people go to stderr', () =>
  withDatabase({}, ({ bin }) => {
    const plan = bin(['migrate', '--dry-run', '--to', '0002_first_entry', '--json']);
    expect(plan.json()).toEqual({
      version: 1,
      command: 'migrate',
      exitCode: 0,
      dryRun: true,
      databases: [
        {
          name: 'shop',
          dir: '.',
          dialect: 'postgresql',
          layout: 'journal',
          environment: 'development',
          target: 'pglite .pglite',
          applied: [],
          pending: [
            {
              migration: '0002_first_entry',
              statements: [MIGRATIONS['drizzle/0002_first_entry.sql']],
              locks: [
                {
                  statement: 0,
                  tables: [{ table: 'public.entries', mode: 'ROW EXCLUSIVE' }],
                  rewrites: [],
                  transaction: true,
                },
              ],
            },
          ],
          findings: [],
          notChecked: ['base'],
        },
      ],
    });
    const run = bin(['migrate', '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.json()).toMatchObject({
      dryRun: false,
      databases: [
        {
          applied: [{ migration: '0002_first_entry', milliseconds: expect.any(Number) }],
          pending: [],
          findings: [],
        },
      ],
    });
    expect(masked(run.stderr)).toBe('shop  development  pglite .pglite\n  0002_first_entry  <n> ms\n');
  }));

test('where there is no folder of migrations nothing is called pending, and no database is made', () =>
  withWorkspace(shop(), ({ bin, remove, exists }) => {
    remove('drizzle');
    const run = bin(['migrate']);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toContain('error[no-migrations] drizzle is not there');
    expect(run.stdout).toContain('run `npx drizzle-guard generate --database shop` for the first one');
    expect(exists('.pglite')).toBe(false);
  }));

describe('the ledger is drizzle’s own', () => {
  test.runIf(isLong)(
    'after our migrate, drizzle-kit’s applies what is new and nothing else, and ours agrees',
    () =>
      withDatabase({}, async (workspace) => {
        const before = await sql(workspace, LEDGER);
        drizzleKit(workspace, 'migrate');
        const after = await sql(workspace, LEDGER);
        expect(after.slice(0, 2)).toEqual(before);
        expect(after).toHaveLength(3);
        expect(await sql(workspace, FIRST_ENTRIES)).toHaveLength(1);
        expect(workspace.bin(['migrate']).stdout).toContain('nothing is pending');

        workspace.write(another('0003_second', `INSERT INTO "entries" ("note") VALUES ('second');\n`));
        expect(workspace.bin(['migrate']).stdout).toContain('applied 1 migration');
        drizzleKit(workspace, 'migrate');
        expect(await sql(workspace, LEDGER)).toHaveLength(4);
        expect(await sql(workspace, 'select note from entries')).toHaveLength(2);
      }),
  );

  test.runIf(isLong)('it may have another name and schema', () =>
    withWorkspace(shop(), async (workspace) => {
      emptyPglite(path.join(workspace.dir, '.pglite'));
      const config = workspace.read('drizzle.config.ts');
      workspace.write({
        'drizzle.config.ts': config.replace(
          'out:',
          `migrations: { table: 'our "ledger"', schema: 'meta' },\n  out:`,
        ),
      });
      expect(workspace.bin(['migrate', '--to', '0000']).exitCode).toBe(0);
      expect(await sql(workspace, 'select * from meta."our ""ledger"""')).toHaveLength(1);
      expect(workspace.bin(['status', '--json']).json().databases[0].migrations).toMatchObject([
        { state: 'applied' },
        { state: 'pending' },
        { state: 'pending' },
      ]);
    }),
  );

  test.runIf(isLong)('statements are told apart as drizzle does', () =>
    withDatabase(
      another(
        '0003_two',
        `INSERT INTO entries VALUES ('a; b');\n--> statement-breakpoint\nINSERT INTO entries VALUES ('c');INSERT INTO entries VALUES ('d');\n--> statement-breakpoint\n`,
      ),
      async (workspace) => {
        const plan = workspace.bin(['migrate', '--dry-run', '--json']).json().databases[0].pending;
        expect(plan.at(-1)).toMatchObject({
          migration: '0003_two',
          statements: [expect.anything(), expect.anything()],
        });
        expect(workspace.bin(['migrate']).exitCode).toBe(0);
        expect(await sql(workspace, 'select note from entries')).toEqual([
          { note: 'first' },
          { note: 'a; b' },
          { note: 'c' },
          { note: 'd' },
        ]);
      },
    ),
  );
});
