import { isLong } from 'testkit';
import { describe, expect, test } from 'vitest';
import { databaseMigratedTo, FIRST_ENTRIES, LEDGER, masked, sql } from './databases';
import { another, journalWith, MIGRATIONS } from './fixtures';

const withDatabase = databaseMigratedTo('0002_first_entry');
const LATE = another('0003_late', `INSERT INTO "entries" ("note") VALUES ('late');\n`, Date.UTC(2025, 0, 1));
const LATE_NOTES = "select note from entries where note = 'late'";

describe('what drizzle would skip or overlook stops everything before the first statement', () => {
  test('a late migration, until it is asked for', () =>
    withDatabase(LATE, async (workspace) => {
      const before = await sql(workspace, LEDGER);
      const run = workspace.bin(['migrate']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toMatchInlineSnapshot(`
        "shop  development  pglite .pglite
        shop  nothing was applied; 1 migration pending
          error[late-migration] 0003_late (2025-01-01 00:00:00Z) is not applied, and older than the newest applied one (2026-01-05 09:02:00Z): drizzle-orm would skip it in silence
            help: if it does not depend on the order, run \`npx drizzle-guard migrate --database shop --late apply\`; if it has not landed, \`npx drizzle-guard rebase\` moves it behind what has
        1 error, 0 warnings
        "
      `);
      expect(await sql(workspace, LEDGER)).toEqual(before);

      expect(workspace.bin(['migrate', '--late', 'apply', '--dry-run']).stdout).toContain(
        'dry run: 1 migration would be applied',
      );
      expect(workspace.bin(['migrate', '--late', 'apply', '--json']).json().databases[0]).toMatchObject({
        applied: [{ migration: '0003_late' }],
        pending: [],
        findings: [],
      });
      expect(await sql(workspace, LATE_NOTES)).toHaveLength(1);
      expect(workspace.bin(['migrate'])).toMatchObject({ exitCode: 0 });
      expect(await sql(workspace, LATE_NOTES)).toHaveLength(1);
    }));

  test('SQL that no migration holds is told and stops nothing', () =>
    withDatabase({ 'drizzle/0003_lost.sql': 'select 1;' }, ({ bin }) => {
      for (const args of [['migrate'], ['migrate', '--dry-run']])
        expect(bin([...args, '--json']).json()).toMatchObject({
          exitCode: 0,
          databases: [
            { findings: [{ code: 'orphan-sql', severity: 'warning', file: 'drizzle/0003_lost.sql' }] },
          ],
        });
    }));

  test('an edited migration, unless the configuration lets it through', () =>
    withDatabase(
      {
        ...another('0003_more', `INSERT INTO "entries" ("note") VALUES ('more');\n`),
        'drizzle/0001_entries.sql': '-- another text',
      },
      async (workspace) => {
        const run = workspace.bin(['migrate', '--json']);
        expect(run.exitCode).toBe(1);
        expect(run.json().databases[0]).toMatchObject({
          applied: [],
          pending: [{ migration: '0003_more' }],
          findings: [
            { code: 'edited-migration', migration: '0001_entries', file: 'drizzle/0001_entries.sql' },
          ],
        });

        workspace.write({ 'drizzle-guard.json': '{ "checks": { "edited-migration": "warning" } }' });
        const allowed = workspace.bin(['migrate', '--json']);
        expect(allowed.exitCode).toBe(0);
        expect(allowed.json().databases[0]).toMatchObject({
          applied: [{ migration: '0003_more' }],
          findings: [{ code: 'edited-migration', severity: 'warning' }],
        });
      },
    ));

  test.runIf(isLong)('a checkout with other line ends is no edit, and applies nothing again', () => {
    const files = Object.entries(MIGRATIONS).filter(([file]) => file.endsWith('.sql'));
    const windows = Object.fromEntries(files.map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]));
    return withDatabase(windows, async (workspace) => {
      expect(workspace.bin(['migrate', '--json']).json().databases[0]).toMatchObject({
        applied: [],
        findings: [],
      });
      expect(await sql(workspace, FIRST_ENTRIES)).toHaveLength(1);
    });
  });

  test('a migration that was taken out after it was applied', () =>
    withDatabase(
      { 'drizzle/meta/_journal.json': journalWith((entries) => entries.filter(({ idx }) => idx !== 1)) },
      ({ bin }) => {
        const run = bin(['migrate', '--json']);
        expect(run.exitCode).toBe(1);
        expect(run.json().databases[0].findings).toMatchObject([
          {
            code: 'missing-migration',
            message: expect.stringContaining('the ledger has a migration of 2026-01-05 09:01:00Z'),
          },
        ]);
      },
    ));

  test('a database that is ahead of this checkout', () =>
    withDatabase(
      { 'drizzle/meta/_journal.json': journalWith((entries) => entries.slice(0, 2)) },
      ({ bin }) => {
        const run = bin(['migrate', '--json']);
        expect(run.exitCode).toBe(1);
        expect(run.json().databases[0].findings).toMatchObject([
          {
            code: 'unknown-migration',
            help: expect.stringContaining('this checkout is behind the database'),
          },
        ]);
      },
    ));

  test.runIf(isLong)('a migration that is recorded twice', () =>
    withDatabase({}, async (workspace) => {
      await sql(
        workspace,
        'insert into drizzle.__drizzle_migrations (hash, created_at) select hash, created_at from drizzle.__drizzle_migrations where id = 2',
      );
      const run = workspace.bin(['migrate', '--json']);
      expect(run.exitCode).toBe(1);
      expect(run.json().databases[0].findings).toMatchObject([{ code: 'missing-migration' }]);
    }),
  );

  test.runIf(isLong).each([
    ['broken-journal', { 'drizzle/meta/_journal.json': '<<<<<<< HEAD' }],
    [
      'missing-sql',
      {
        'drizzle/meta/_journal.json': journalWith((entries) => [
          ...entries,
          { ...entries[2]!, idx: 3, tag: '0003_gone', when: entries[2]!.when + 1 },
        ]),
      },
    ],
  ])('%s', (code, files) =>
    withDatabase(files, ({ bin }) => {
      const run = bin(['migrate', '--json']);
      expect(run.exitCode).toBe(1);
      expect(run.json().databases[0]).toMatchObject({ applied: [], findings: [{ code }] });
    }),
  );

  test('an unreadable order of the migrations, also where the configuration plays it down', () =>
    withDatabase(
      {
        ...another('0003_more', `INSERT INTO "entries" ("note") VALUES ('more');\n`),
        'drizzle-guard.json': '{ "checks": { "broken-journal": "off", "missing-sql": "warning" } }',
      },
      async ({ bin, read, write }) => {
        const journal = JSON.parse(read('drizzle/meta/_journal.json')) as { entries: object[] };
        const [first, ...others] = journal.entries;
        write({
          'drizzle/meta/_journal.json': JSON.stringify({ ...journal, entries: [first, first, ...others] }),
        });
        const run = bin(['migrate', '--json']);
        expect(run.exitCode).toBe(1);
        expect(run.json().databases[0]).toMatchObject({
          applied: [],
          findings: [{ code: 'broken-journal' }],
        });
      },
    ));

  test.runIf(isLong)('--to a migration that there is not is 2', () =>
    withDatabase({}, ({ bin }) => {
      const run = bin(['migrate', '--to', '0009', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases[0].error.code).toBe('unknown-migration-name');
    }),
  );
});

describe('a statement that the database refuses', () => {
  const bad = `INSERT INTO "entries" ("note") VALUES ('half');
--> statement-breakpoint
INSERT INTO "users"
  ("id", "name") VALUES (1, NULL);
--> statement-breakpoint
INSERT INTO "entries" ("note") VALUES ('end');
`;
  const files = {
    ...another('0003_good', `INSERT INTO "entries" ("note") VALUES ('good');\n`),
    'drizzle/0004_bad.sql': bad,
    'drizzle/0005_never.sql': 'SELECT 1;',
    'drizzle/meta/_journal.json': journalWith((entries) => [
      ...entries,
      ...['0003_good', '0004_bad', '0005_never'].map((tag, position) => ({
        ...entries[2]!,
        idx: 3 + position,
        tag,
        when: entries[2]!.when + position + 1,
      })),
    ]),
  };

  test('ends with 2: which migration, which statement, why, and what is applied; a rerun goes on from there', () =>
    withDatabase(files, async (workspace) => {
      const run = workspace.bin(['migrate']);
      expect(run.exitCode).toBe(2);
      expect(masked(run.stdout)).toMatchInlineSnapshot(`
        "shop  development  pglite .pglite
          0003_good  <n> ms
        shop
          error[failed-statement] 0004_bad failed at statement 2 of 3 (drizzle/0004_bad.sql:3):
              INSERT INTO "users"
                ("id", "name") VALUES (1, NULL);
            null value in column "name" of relation "users" violates not-null constraint
            0004_bad was rolled back. Applied in this run: 0003_good. Not applied: 0004_bad, 0005_never.
            help: correct the data or, if it has not landed, the SQL of 0004_bad, then run \`npx drizzle-guard migrate\` again
        0 errors, 0 warnings, 1 database could not be dealt with
        "
      `);
      expect(await sql(workspace, LEDGER)).toHaveLength(4);
      expect(await sql(workspace, 'select note from entries order by note')).toEqual([
        { note: 'first' },
        { note: 'good' },
      ]);
      expect(workspace.exists('.pglite.lock')).toBe(false);

      const again = workspace.bin(['migrate', '--json']);
      expect(again.json().databases[0]).toMatchObject({
        applied: [],
        pending: [{ migration: '0004_bad' }, { migration: '0005_never' }],
        error: { code: 'failed-statement' },
      });

      workspace.write({ 'drizzle/0004_bad.sql': bad.replace('NULL', "'Ada'") });
      expect(workspace.bin(['migrate', '--json']).json()).toMatchObject({
        exitCode: 0,
        databases: [{ applied: [{ migration: '0004_bad' }, { migration: '0005_never' }], pending: [] }],
      });
      expect(await sql(workspace, 'select count(*)::int as n from entries')).toEqual([{ n: 4 }]);
    }));
});
