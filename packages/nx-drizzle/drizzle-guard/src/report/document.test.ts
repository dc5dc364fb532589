import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../judging/result-of';
import type { GenerateResult } from '../commands/generate/run';
import type { MigrateResult, PendingMigration } from '../commands/migrate/run';
import type { StatusResult } from '../commands/status/run';
import type { DatabaseResult } from '../results/command-result';
import { renderFailure, renderFinding } from './document';
import { styleFor } from './style';
import type { Failure } from '../errors/failure';
import type { Finding } from '../rules/finding';
import { renderCheck } from '../commands/check/render';
import { renderGenerate } from '../commands/generate/render';
import { renderStatus } from '../commands/status/render';
import { renderMigrate } from '../commands/migrate/render';

const plain = styleFor(false, {});

const base: DatabaseResult = {
  name: 'shop',
  dir: 'packages/shop',
  dialect: 'postgresql',
  layout: 'journal',
  findings: [],
  notChecked: ['base'],
};
const missing: Finding = {
  code: 'missing-sql',
  severity: 'error',
  database: 'shop',
  migration: '0003_orders',
  file: 'drizzle/meta/_journal.json',
  line: 26,
  message: '0003_orders is in the journal, but drizzle/0003_orders.sql is not there',
  help: 'bring the file back',
};
const gap: Finding = {
  code: 'index-gap',
  severity: 'warning',
  database: 'shop',
  message: 'line one\nline two',
  help: 'look in git',
};
const failure: Failure = {
  code: 'lock-held',
  message: 'it is in use\n  by process 7',
  help: 'wait for it to end',
};

test('a finding says what, where and the way out', () => {
  expect(renderFinding(missing, plain)).toMatchInlineSnapshot(`
    "error[missing-sql] 0003_orders is in the journal, but drizzle/0003_orders.sql is not there
      drizzle/meta/_journal.json:26
      help: bring the file back"
  `);
});

test('a file that begins the message is not said twice, its line is', () => {
  const finding = { ...missing, message: 'drizzle/meta/_journal.json is empty', line: 1 };
  expect(renderFinding(finding, plain)).toMatchInlineSnapshot(`
    "error[missing-sql] drizzle/meta/_journal.json is empty (line 1)
      help: bring the file back"
  `);
});

test('a failure', () => {
  expect(renderFailure(failure, plain)).toMatchInlineSnapshot(`
    "error[lock-held] it is in use
      by process 7
      help: wait for it to end
    "
  `);
});

test('colours only where they are wanted', () => {
  const forced = styleFor(false, { FORCE_COLOR: '1' });
  expect(renderFailure(failure, forced)).toContain('\u001b[31merror[lock-held]\u001b[39m');
  expect(styleFor(true, { NO_COLOR: '1' }).red('x')).toBe('x');
  expect(styleFor(false, {}).red('x')).toBe('x');
  expect(styleFor(true, {}).red('x')).not.toBe('x');
});

describe('check', () => {
  const check = (...databases: Partial<CheckResult>[]) =>
    renderCheck(
      { command: 'check', databases: databases.map((one) => ({ ...base, migrationCount: 4, ...one })) },
      plain,
    );

  test('nothing found', () => {
    expect(check({})).toMatchInlineSnapshot(`
      "shop  4 migrations, nothing found
      "
    `);
  });

  test('one migration, schema not checked', () => {
    expect(check({ migrationCount: 1, notChecked: ['base', 'schema'] })).toMatchInlineSnapshot(`
      "shop  1 migration, nothing found, schema not checked
      "
    `);
  });

  test('findings of several databases, one of which could not be dealt with', () => {
    expect(check({ findings: [missing, gap] }, { name: 'legacy', layout: null, error: failure }))
      .toMatchInlineSnapshot(`
      "shop  4 migrations
        error[missing-sql] 0003_orders is in the journal, but drizzle/0003_orders.sql is not there
          drizzle/meta/_journal.json:26
          help: bring the file back
        warning[index-gap] line one
        line two
          help: look in git
      legacy
        error[lock-held] it is in use
          by process 7
          help: wait for it to end
      1 error, 1 warning, 1 database could not be dealt with
      "
    `);
  });

  test('where the command as a whole failed', () => {
    expect(renderCheck({ command: 'check', databases: [], error: failure }, plain)).toMatchInlineSnapshot(`
      "error[lock-held] it is in use
        by process 7
        help: wait for it to end
      "
    `);
  });
});

describe('generate', () => {
  const generate = (one: Partial<GenerateResult>) =>
    renderGenerate({ command: 'generate', databases: [{ ...base, generated: [], ...one }] }, plain);

  test('a migration', () => {
    const files = ['packages/shop/drizzle/0004_tags.sql', 'packages/shop/drizzle/meta/0004_snapshot.json'];
    expect(generate({ generated: [{ migration: '0004_tags', files }] })).toMatchInlineSnapshot(`
      "shop
        generated 0004_tags  packages/shop/drizzle/0004_tags.sql
      "
    `);
  });

  test('nothing to do', () => {
    expect(generate({})).toMatchInlineSnapshot(`
      "shop  the schema has no changes; nothing to generate
      "
    `);
  });

  test('refused because of the history', () => {
    expect(generate({ findings: [missing] })).toMatchInlineSnapshot(`
      "shop
        error[missing-sql] 0003_orders is in the journal, but drizzle/0003_orders.sql is not there
          drizzle/meta/_journal.json:26
          help: bring the file back
      1 error, 0 warnings
      "
    `);
  });

  test('failed', () => {
    expect(generate({ error: failure })).toMatchInlineSnapshot(`
      "shop
        error[lock-held] it is in use
          by process 7
          help: wait for it to end
      0 errors, 0 warnings, 1 database could not be dealt with
      "
    `);
  });
});

describe('migrate', () => {
  const pending: PendingMigration[] = [
    {
      migration: '0004_tags',
      statements: ['CREATE TABLE "tags" (\n\t"id" integer\n);\n', '\nCREATE INDEX "i" ON "tags" ("id");'],
      locks: null,
    },
    { migration: '0005_note', statements: ['SELECT 1;'], locks: null },
  ];
  const applied = [{ migration: '0003_orders', milliseconds: 12 }];
  const migrate = (one: Partial<MigrateResult>, dryRun = false) =>
    renderMigrate(
      {
        command: 'migrate',
        dryRun,
        databases: [
          { ...base, environment: 'development', target: 'pglite .pglite', applied: [], pending: [], ...one },
        ],
      },
      plain,
    );

  test('applied', () => {
    expect(migrate({ applied })).toMatchInlineSnapshot(`
      "shop  applied 1 migration
      "
    `);
  });

  test('applied up to a migration', () => {
    expect(migrate({ applied, pending })).toMatchInlineSnapshot(`
      "shop  applied 1 migration, 2 left pending
      "
    `);
  });

  test('nothing is pending', () => {
    expect(migrate({})).toMatchInlineSnapshot(`
      "shop  nothing is pending
      "
    `);
  });

  test('nothing is pending up to a migration', () => {
    expect(migrate({ pending })).toMatchInlineSnapshot(`
      "shop  nothing is pending up to there, 2 left pending
      "
    `);
  });

  test('dry run', () => {
    expect(migrate({ pending }, true)).toMatchInlineSnapshot(`
      "shop  dry run: 2 migrations would be applied
        0004_tags (2 statements)
          CREATE TABLE "tags" (
          	"id" integer
          );
          CREATE INDEX "i" ON "tags" ("id");
        0005_note (1 statement)
          SELECT 1;
      "
    `);
    expect(migrate({}, true)).toMatchInlineSnapshot(`
      "shop  dry run: nothing would be applied
      "
    `);
  });

  test('stopped by a finding', () => {
    expect(migrate({ findings: [missing], pending })).toMatchInlineSnapshot(`
      "shop  nothing was applied; 2 migrations pending
        error[missing-sql] 0003_orders is in the journal, but drizzle/0003_orders.sql is not there
          drizzle/meta/_journal.json:26
          help: bring the file back
      1 error, 0 warnings
      "
    `);
  });

  test('let through with a warning', () => {
    expect(migrate({ findings: [gap], applied })).toMatchInlineSnapshot(`
      "shop  applied 1 migration
        warning[index-gap] line one
        line two
          help: look in git
      0 errors, 1 warning
      "
    `);
  });

  test('failed', () => {
    expect(migrate({ applied, error: failure, pending })).toMatchInlineSnapshot(`
      "shop
        error[lock-held] it is in use
          by process 7
          help: wait for it to end
      0 errors, 0 warnings, 1 database could not be dealt with
      "
    `);
  });
});

describe('status', () => {
  const status = (migrations: [string, StatusResult['migrations'][number]['state']][], one = {}) =>
    renderStatus(
      {
        command: 'status',
        databases: [
          {
            ...base,
            environment: 'staging',
            target: 'pglite .staging',
            migrations: migrations.map(([migration, state]) => ({
              migration,
              state,
              landed: null,
              appliedAt: null,
            })),
            ...one,
          },
        ],
      },
      plain,
    );

  test('each migration with its state, and how many of each', () => {
    expect(
      status([
        ['0000_a', 'applied'],
        ['0001_a_longer_name', 'edited'],
        ['0002_c', 'late'],
        ['0003_d', 'applied'],
        ['0004_e', 'pending'],
        ['c0ffeec0ffee', 'unknown'],
      ]),
    ).toMatchInlineSnapshot(`
      "shop  staging  pglite .staging
        0000_a              applied
        0001_a_longer_name  edited
        0002_c              late
        0003_d              applied
        0004_e              pending
        c0ffeec0ffee        unknown
        2 applied, 1 edited, 1 late, 1 pending, 1 unknown
      "
    `);
  });

  test('an empty folder', () => {
    expect(status([])).toMatchInlineSnapshot(`
      "shop  staging  pglite .staging
      "
    `);
  });

  test('no connection', () => {
    expect(status([], { environment: null, target: null, error: failure })).toMatchInlineSnapshot(`
      "shop
        error[lock-held] it is in use
          by process 7
          help: wait for it to end
      0 errors, 0 warnings, 1 database could not be dealt with
      "
    `);
  });
});
