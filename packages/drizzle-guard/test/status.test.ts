import path from 'node:path';
import { emptyPglite, withWorkspace, isLong } from 'testkit';
import { expect, test } from 'vitest';
import { databaseMigratedTo, LEDGER, sql } from './databases';
import { another, inFolder, journalWith, shop } from './fixtures';

const withDatabase = databaseMigratedTo('0001_entries');

test('a database that does not exist yet: everything is pending, and nothing is created', () =>
  withWorkspace(shop(), ({ bin, exists }) => {
    const run = bin(['status']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
        0000_users        pending
        0001_entries      pending
        0002_first_entry  pending
        3 pending
      "
    `);
    expect(exists('.pglite')).toBe(false);
  }));

test('each migration with its state, for people and as JSON', () =>
  withDatabase({}, async (workspace) => {
    const before = await sql(workspace, LEDGER);
    expect(workspace.bin(['status']).stdout).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
        0000_users        applied
        0001_entries      applied
        0002_first_entry  pending
        2 applied, 1 pending
      "
    `);
    expect(workspace.bin(['status', '--json']).json()).toEqual({
      version: 1,
      command: 'status',
      exitCode: 0,
      databases: [
        {
          name: 'shop',
          dir: '.',
          dialect: 'postgresql',
          layout: 'journal',
          environment: 'development',
          target: 'pglite .pglite',
          migrations: [
            { migration: '0000_users', state: 'applied', landed: null, appliedAt: null },
            { migration: '0001_entries', state: 'applied', landed: null, appliedAt: null },
            { migration: '0002_first_entry', state: 'pending', landed: null, appliedAt: null },
          ],
          findings: [],
          notChecked: ['base'],
        },
      ],
    });
    const pending = workspace.bin(['status', '--pending', '--json']);
    expect(pending.json().databases[0].migrations).toMatchObject([
      { migration: '0002_first_entry', state: 'pending' },
    ]);
    // A server's check before it starts.
    expect([pending.exitCode, pending.json().exitCode]).toEqual([1, 1]);
    expect(await sql(workspace, LEDGER)).toEqual(before);
    expect(workspace.exists('.pglite.lock')).toBe(false);
    workspace.bin(['migrate']);
    expect(workspace.bin(['status', '--pending'])).toMatchObject({
      exitCode: 0,
      stdout: 'shop  development  pglite .pglite\n  nothing is pending\n',
    });
  }));

test('something wrong is 1, with a finding for each', () =>
  withDatabase(
    {
      'drizzle/0000_users.sql': 'CREATE TABLE "people" ();\n',
      ...another('0003_late', 'SELECT 1;', Date.UTC(2025, 0, 1)),
    },
    async (workspace) => {
      await sql(
        workspace,
        `insert into drizzle.__drizzle_migrations (hash, created_at) values
          ('${'a'.repeat(64)}', ${Date.UTC(2025, 6, 1)}), ('${'b'.repeat(64)}', ${Date.UTC(2026, 6, 1)})`,
      );
      const run = workspace.bin(['status']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toMatchInlineSnapshot(`
        "shop  development  pglite .pglite
          0000_users        edited
          0001_entries      applied
          0002_first_entry  late
          0003_late         late
          aaaaaaaaaaaa      missing
          bbbbbbbbbbbb      unknown
          1 edited, 1 applied, 2 late, 1 missing, 1 unknown
          error[edited-migration] 0000_users was applied with other SQL than drizzle/0000_users.sql holds now; it is not run again
            drizzle/0000_users.sql
            help: put the old text back (\`git log -p -- drizzle/0000_users.sql\`) and write the change as a new migration
          error[late-migration] 0002_first_entry (2026-01-05 09:02:00Z) is not applied, and older than the newest applied one (2026-07-01 00:00:00Z): drizzle-orm would skip it in silence
            help: if it does not depend on the order, run \`npx drizzle-guard migrate --database shop --late apply\`; if it has not landed, \`npx drizzle-guard rebase\` moves it behind what has
          error[late-migration] 0003_late (2025-01-01 00:00:00Z) is not applied, and older than the newest applied one (2026-07-01 00:00:00Z): drizzle-orm would skip it in silence
            help: if it does not depend on the order, run \`npx drizzle-guard migrate --database shop --late apply\`; if it has not landed, \`npx drizzle-guard rebase\` moves it behind what has
          error[missing-migration] the ledger has a migration of 2025-07-01 00:00:00Z (hash aaaaaaaaaaaa) that drizzle does not hold
            help: bring it back, or check out the branch that has it: \`git log --all -m --oneline -S 1751328000000 -- drizzle\` names the commits that brought it or took it out, on all branches
          error[unknown-migration] the database has run a migration of 2026-07-01 00:00:00Z (hash bbbbbbbbbbbb), newer than every one in drizzle
            help: check out or pull the branch that has it; this checkout is behind the database
        5 errors, 0 warnings
        "
      `);
    },
  ));

test('another history altogether is one finding, and its rows are not listed', () =>
  withDatabase({}, async (workspace) => {
    await sql(
      workspace,
      `update drizzle.__drizzle_migrations set hash = repeat(id::text, 64), created_at = created_at + 7;
       insert into drizzle.__drizzle_migrations (hash, created_at)
       select md5(n::text), ${Date.UTC(2020, 0, 1)} + n from generate_series(1, 200) n`,
    );
    const run = workspace.bin(['status']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatchInlineSnapshot(`
      "shop  development  pglite .pglite
        2 late, 1 pending, 202 missing
        error[foreign-history] the database is at another history altogether: none of the 202 migrations in its ledger (the newest of 2026-01-05 09:01:00.007Z, hash 222222222222) is one of the 3 in drizzle
          help: see whether the connection is the one that you mean; \`npx drizzle-guard explain foreign-history\` tells what else it may be
      1 error, 0 warnings
      "
    `);
    expect(workspace.bin(['migrate', '--json']).json().databases[0]).toMatchObject({
      applied: [],
      findings: [{ code: 'foreign-history' }],
    });
  }));

test('several databases at once, told in their order', () =>
  withWorkspace(
    {
      'package.json': '{ "workspaces": ["*"] }',
      ...Object.fromEntries(
        ['a', 'b', 'c'].flatMap((name) =>
          Object.entries(inFolder(name, shop({ 'package.json': `{ "name": "${name}" }` }))),
        ),
      ),
    },
    ({ bin, dir, remove }) => {
      for (const name of ['a', 'c']) emptyPglite(path.join(dir, name, '.pglite'));
      expect(bin(['migrate', '--database', 'a', '--database', 'c']).exitCode).toBe(0);
      remove('b/drizzle');
      const run = bin(['status', '--pending', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases).toMatchObject([
        { name: 'a', migrations: [] },
        { name: 'b', error: { code: 'no-migrations' } },
        { name: 'c', migrations: [] },
      ]);
    },
  ));

test.runIf(isLong)('a migration that was only stamped anew is applied', () =>
  withDatabase(
    {
      'drizzle/meta/_journal.json': journalWith((entries) =>
        entries.map((entry) => (entry.idx === 1 ? { ...entry, when: entry.when + 1000 } : entry)),
      ),
    },
    ({ bin }) => {
      expect(bin(['status', '--json']).json().databases[0]).toMatchObject({
        findings: [],
        migrations: [{ state: 'applied' }, { state: 'applied' }, { state: 'pending' }],
      });
    },
  ),
);

test('a broken journal is 1, and the database is left alone', () =>
  withWorkspace(shop({ 'drizzle/meta/_journal.json': '{' }), ({ bin }) => {
    const run = bin(['status', '--json']);
    expect(run.exitCode).toBe(1);
    expect(run.json().databases[0]).toMatchObject({ findings: [{ code: 'broken-journal' }], migrations: [] });
  }));

test('a directory that is no database of PGlite is 2', () =>
  withWorkspace(shop({ '.pglite/PG_VERSION': 'nonsense' }), ({ bin, exists }) => {
    const run = bin(['status', '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.json().databases[0].error.code).toBe('cannot-connect');
    expect(exists('.pglite.lock')).toBe(false);
  }));

test('a database of another kind is 2, and says what to use', () =>
  withWorkspace(
    {
      'package.json': '{ "workspaces": ["*"] }',
      ...inFolder(
        'a',
        shop({
          'drizzle.config.ts': `export default { dialect: 'singlestore', schema: './src/schema.ts', out: './drizzle', dbCredentials: { url: 'mysql://ada:hunter2@localhost/shop' } };`,
        }),
      ),
    },
    ({ bin }) => {
      const run = bin(['status', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases[0]).toMatchObject({
        findings: [],
        error: { code: 'unsupported-database', help: expect.stringContaining('drizzle-kit') },
      });
      expect(run.stdout + run.stderr).not.toContain('hunter2');
    },
  ));
