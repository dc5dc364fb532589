import { isLong, kitOneModules, sampleOf } from 'testkit';
import { describe, expect, test } from 'vitest';
import { edited, grownHistory, POSTGRES, replayed, SQLITE } from './grown-history';

const LIMIT = { 'drizzle-guard.json': '{ "proofLimit": "2m" }' };

describe.each([
  ['the journal layout', undefined],
  ['the folders layout', kitOneModules()],
])('check in %s', (_layout, modules) => {
  const checked = async (edit: ((sql: string) => string) | null, flags: string[] = []) => {
    const files = { ...(await grownHistory('postgresql', POSTGRES, modules)), ...LIMIT };
    return replayed(edit === null ? files : edited(files, { tags: edit }), { modules, flags });
  };

  test('the newest migration as drizzle-kit writes it is proved', async () => {
    expect(await checked(null)).toMatchObject({ exitCode: 0, findings: [], notChecked: ['base'] });
  });

  test('an empty one is found, and needs no shadow', async () => {
    const run = await checked(() => '', ['--no-replay']);
    expect(run).toMatchObject({
      exitCode: 1,
      findings: [{ code: 'snapshot-mismatch' }],
      notChecked: ['base'],
    });
    expect(run.findings[0]!.message).toContain('table tags');
  });

  test.runIf(isLong || modules === undefined)(
    'what was edited is run; --no-replay keeps it away from a shadow, and says so',
    async () => {
      const wrong = (sql: string) => sql.replace('"label" text', '"label" varchar(9)');
      expect(await checked(wrong)).toMatchObject({ exitCode: 1, findings: [{ code: 'snapshot-mismatch' }] });
      expect(await checked(wrong, ['--no-replay'])).toMatchObject({
        exitCode: 0,
        findings: [],
        notChecked: ['base', 'replay'],
        notProved: expect.stringContaining('--no-replay keeps it away from a shadow'),
      });
      const right = (sql: string) => sql.replace('CREATE TABLE', 'create table if not exists');
      expect(await checked(right)).toMatchObject({ exitCode: 0, findings: [], notChecked: ['base'] });
    },
  );
});

test.each(
  sampleOf(
    [
      ['postgresql', POSTGRES, 'syntax error'],
      ['sqlite', SQLITE, 'syntax error'],
      ['postgresql', POSTGRES, 'column "nobody" does not exist'],
      ['sqlite', SQLITE, 'no such column: nobody'],
    ],
    3,
  ),
)('%s: what no database would run is found', async (dialect, tables, refusal) => {
  const typo = refusal.includes('syntax')
    ? 'CREATE INDX i ON users (id);'
    : 'CREATE INDEX i ON users (nobody);';
  const files = edited(
    { ...(await grownHistory(dialect, tables)), ...LIMIT },
    { tags: (sql) => `${sql}\n--> statement-breakpoint\n${typo}` },
  );
  const run = await replayed(files, { flags: [] });
  expect(run).toMatchObject({ exitCode: 1, findings: [{ code: 'snapshot-mismatch' }], notChecked: ['base'] });
  expect(run.findings[0]!.message).toContain(refusal);
});

test('what has no shadow is read; edited it is not proved, and that is no error', async () => {
  const mysql = {
    users: `import { int, mysqlTable } from 'drizzle-orm/mysql-core';
export const users = mysqlTable('users', { id: int('id').primaryKey() });
`,
  };
  const files = await grownHistory('mysql', mysql);
  expect(await replayed(files, { flags: [] })).toMatchObject({ exitCode: 0, notChecked: ['base'] });
  const more = edited(files, { users: (sql) => `${sql}\n--> statement-breakpoint\nDROP TABLE \`old\`;` });
  expect(await replayed(more, { flags: [] })).toMatchObject({
    exitCode: 0,
    notChecked: ['base', 'replay'],
    notProved:
      '0000_users: it is not what drizzle-kit writes, and a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none',
  });
  const empty = edited(files, { users: () => '-- nothing' });
  expect(await replayed(empty, { flags: [] })).toMatchObject({
    exitCode: 1,
    findings: [{ code: 'snapshot-mismatch' }],
  });
  expect(await replayed(files)).toMatchObject({ exitCode: 2, error: { code: 'replay-impossible' } });
});
