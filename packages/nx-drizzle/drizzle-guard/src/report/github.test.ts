import { expect, test } from 'vitest';
import type { DatabaseResult } from '../results/command-result';
import { renderGithub } from './github';
import type { Finding } from '../rules/finding';

const database: DatabaseResult = {
  name: 'shop',
  dir: 'packages/shop',
  dialect: 'postgresql',
  layout: 'journal',
  findings: [],
  notChecked: [],
};
const finding: Finding = {
  code: 'missing-sql',
  severity: 'error',
  database: 'shop',
  file: 'packages/shop/drizzle/meta/_journal.json',
  line: 26,
  message: '0003_orders is in the journal, but drizzle/0003_orders.sql is not there',
  help: 'bring the file back',
};
const rendered = (...databases: DatabaseResult[]) => renderGithub({ command: 'check', databases });

test('every finding, at its file and line, and every failure', () => {
  expect(
    rendered(
      {
        ...database,
        findings: [finding, { ...finding, code: 'index-gap', severity: 'warning', message: 'a gap' }],
      },
      { ...database, name: 'web', error: { code: 'cannot-evaluate', message: 'it throws', help: 'mend it' } },
    ),
  ).toMatchInlineSnapshot(`
    "::error file=packages/shop/drizzle/meta/_journal.json,line=26,title=missing-sql (shop)::0003_orders is in the journal, but drizzle/0003_orders.sql is not there%0Ahelp: bring the file back
    ::warning file=packages/shop/drizzle/meta/_journal.json,line=26,title=index-gap (shop)::a gap%0Ahelp: bring the file back
    ::error title=cannot-evaluate (web)::it throws%0Ahelp: mend it
    "
  `);
});

test('without a line or a file it says neither', () => {
  const { file: _file, line: _line, ...nowhere } = finding;
  const { line: _, ...fileOnly } = finding;
  expect(rendered({ ...database, findings: [nowhere, fileOnly] })).toMatchInlineSnapshot(`
    "::error title=missing-sql (shop)::0003_orders is in the journal, but drizzle/0003_orders.sql is not there%0Ahelp: bring the file back
    ::error file=packages/shop/drizzle/meta/_journal.json,title=missing-sql (shop)::0003_orders is in the journal, but drizzle/0003_orders.sql is not there%0Ahelp: bring the file back
    "
  `);
});

test('what would end a command or a property is escaped', () => {
  const awkward = { ...finding, file: 'a,b:c%d.sql', message: '100%\r\nof :: it, all', help: 'x' };
  expect(rendered({ ...database, findings: [awkward] })).toMatchInlineSnapshot(`
    "::error file=a%2Cb%3Ac%25d.sql,line=26,title=missing-sql (shop)::100%25%0D%0Aof :: it, all%0Ahelp: x
    "
  `);
});

test('a failure of the whole command, and nothing at all', () => {
  const error = { code: 'no-base' as const, message: 'there is none', help: 'name it' };
  expect(renderGithub({ command: 'check', databases: [], error })).toMatchInlineSnapshot(`
    "::error title=no-base::there is none%0Ahelp: name it
    "
  `);
  expect(rendered(database)).toBe('');
});
