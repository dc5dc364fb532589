import { isLong, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { databaseMigratedTo, drizzleKit, FIRST_ENTRIES, LEDGER, sql } from './databases';
import { another, inFolder, MIGRATIONS, shop } from './fixtures';

// A database that has what the migrations make, without a ledger: somebody made it by other means than drizzle.

const withDatabase = databaseMigratedTo('0001_entries');
const withoutLedger: typeof withDatabase = (more, use) =>
  withDatabase(more, async (workspace) => {
    await sql(workspace, 'drop schema drizzle cascade');
    await use(workspace);
  });
const HINT =
  'the ledger is empty, and users and entries are there already: `npx drizzle-guard migrate --database shop --baseline <migration>` records the migrations up to the newest one that the database has, without running them';

test('status and migrate name the way; the plan of it, then it, then migrate goes on, and drizzle-kit agrees', () =>
  withoutLedger({}, async (workspace) => {
    const { bin } = workspace;
    const status = bin(['status', '--json']);
    expect([status.exitCode, status.json().databases[0].hint]).toEqual([0, HINT]);
    expect(bin(['status']).stdout).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
        0000_users        pending
        0001_entries      pending
        0002_first_entry  pending
        3 pending
        hint: the ledger is empty, and users and entries are there already: \`npx drizzle-guard migrate --database shop --baseline <migration>\` records the migrations up to the newest one that the database has, without running them
      "
    `);
    const failed = bin(['migrate', '--json']);
    expect(failed.json().databases[0]).toMatchObject({
      error: { code: 'failed-statement', message: expect.stringContaining('already exists') },
      hint: HINT,
    });
    // What that has left behind is a ledger without a row.
    expect(await sql(workspace, LEDGER)).toEqual([]);

    expect(bin(['migrate', '--baseline', '0001', '--dry-run']).stdout).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
      shop  dry run: would record 2 migrations without running them, 1 left pending
        0000_users
        0001_entries
      "
    `);
    const plan = bin(['migrate', '--baseline', '0001_entries', '--dry-run', '--json']).json();
    expect(plan).toMatchObject({
      exitCode: 0,
      dryRun: true,
      databases: [
        {
          applied: [],
          baselined: ['0000_users', '0001_entries'],
          pending: [{ migration: '0002_first_entry' }],
        },
      ],
    });
    expect(plan.databases[0]).not.toHaveProperty('hint');
    expect(await sql(workspace, LEDGER)).toEqual([]);

    expect(bin(['migrate', '--baseline', '0001_entries']).stdout).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
      shop  recorded 2 migrations without running them, 1 left pending
        0000_users
        0001_entries
      "
    `);
    expect(bin(['status', '--json']).json().databases[0].migrations).toMatchObject([
      { state: 'applied' },
      { state: 'applied' },
      { state: 'pending' },
    ]);
    drizzleKit(workspace, 'migrate');
    expect(await sql(workspace, LEDGER)).toHaveLength(3);
    expect(await sql(workspace, FIRST_ENTRIES)).toHaveLength(1);
    expect(bin(['status', '--pending']).exitCode).toBe(0);
  }));

describe('it is refused, and nothing is recorded', () => {
  test('where the ledger has rows', () =>
    withDatabase({}, async (workspace) => {
      const before = await sql(workspace, LEDGER);
      const run = workspace.bin(['migrate', '--baseline', '0002', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases[0].error).toEqual({
        code: 'ledger-not-empty',
        message:
          'the ledger drizzle.__drizzle_migrations has 2 rows already, and --baseline is for a database that has none',
        help: 'run `npx drizzle-guard status --database shop` to see what is applied; nothing was recorded',
      });
      expect(await sql(workspace, LEDGER)).toEqual(before);
    }));

  test.runIf(isLong)('where the database lacks a table of them', () =>
    withoutLedger(another('0003_tags', 'CREATE TABLE "tags" ();'), async (workspace) => {
      const run = workspace.bin(['migrate', '--baseline', '0003_tags', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases[0].error).toMatchObject({
        code: 'nothing-to-adopt',
        message: 'the database does not have all that the migrations up to 0003_tags make: tags is not there',
      });
      expect(workspace.bin(['migrate', '--baseline', '0002']).exitCode).toBe(0);
    }),
  );

  test('where there is no database, and none is made', () =>
    withWorkspace(shop(), ({ bin, exists }) => {
      const run = bin(['migrate', '--baseline', '0000', '--json']);
      expect(run.json().databases[0].error).toMatchObject({
        code: 'nothing-to-adopt',
        message: 'there is no database yet: pglite .pglite would be created',
      });
      expect(exists('.pglite')).toBe(false);
    }));

  test.each([
    ['beside --to', ['--to', '0001'], 'usage'],
    ['beside --late', ['--late', 'apply'], 'usage'],
  ])('%s', (_, more, code) =>
    withWorkspace(shop(), ({ bin }) => {
      const run = bin(['migrate', '--baseline', '0000', ...more, '--json']);
      expect([run.exitCode, run.json().error.code]).toEqual([2, code]);
    }),
  );

  test('for several databases at once, and for a name that nothing has', () =>
    withWorkspace({ 'package.json': '{ "workspaces": ["*"] }', ...two() }, ({ bin }) => {
      const both = bin(['migrate', '--baseline', '0000', '--json']);
      expect([both.exitCode, both.json().error]).toMatchObject([2, { code: 'several-databases' }]);
      const none = bin(['migrate', '--baseline', '0009', '--database', 'a', '--json']);
      expect(none.json().databases[0].error).toMatchObject({ code: 'unknown-migration-name' });
    }));
});

test.runIf(isLong)('where other tables are there, or none, there is no hint', () =>
  withoutLedger({}, async (workspace) => {
    await sql(workspace, 'drop table users, entries; create table others ()');
    expect(workspace.bin(['status', '--json']).json().databases[0]).not.toHaveProperty('hint');
    expect(workspace.bin(['migrate']).exitCode).toBe(0);
  }),
);

test.runIf(isLong)('a migration with IF NOT EXISTS runs, and nothing is hinted at then', () =>
  withoutLedger(
    Object.fromEntries(
      Object.entries(MIGRATIONS).map(([file, text]) => [
        file,
        text.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS'),
      ]),
    ),
    ({ bin }) => {
      const run = bin(['migrate', '--json']);
      expect(run.exitCode).toBe(0);
      expect(run.json().databases[0]).not.toHaveProperty('hint');
    },
  ),
);

function two(): Record<string, string> {
  return Object.assign(
    {},
    ...['a', 'b'].map((name) => inFolder(name, shop({ 'package.json': `{ "name": "${name}" }` }))),
  ) as Record<string, string>;
}
