import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../commands/check';
import type { GenerateResult } from '../commands/generate';
import type { DatabaseResult, Failure, Finding } from '../result';
import { renderCheck, renderFailure, renderFinding, renderGenerate } from './pretty';
import { plain, styleFor } from './style';

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
  const forced = styleFor({ isTTY: false }, { FORCE_COLOR: '1' });
  expect(renderFailure(failure, forced)).toContain('\u001b[31merror[lock-held]\u001b[39m');
  expect(styleFor({ isTTY: true }, { NO_COLOR: '1' }).red('x')).toBe('x');
  expect(styleFor({ isTTY: false }, {}).red('x')).toBe('x');
  expect(styleFor({ isTTY: true }, {}).red('x')).not.toBe('x');
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
