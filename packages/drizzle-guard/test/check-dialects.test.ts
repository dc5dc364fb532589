import { withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG, SCHEMA, shop } from './fixtures';

describe('other dialects', () => {
  const mysql = `import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
export const users = mysqlTable('users', { id: int('id').primaryKey(), name: varchar('name', { length: 80 }) });
`;
  const sqlite = `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const users = sqliteTable('users', { id: integer('id').primaryKey(), name: text('name') });
`;
  test.each([
    ['mysql', mysql],
    ['sqlite', sqlite],
    ['turso', sqlite],
  ])('%s: in sync after generate, stale after a change', (dialect, schema) =>
    withWorkspace(
      {
        'package.json': '{ "name": "other" }',
        'drizzle.config.ts': `export default { dialect: '${dialect}', schema: './schema.ts', out: './drizzle' };`,
        'schema.ts': schema,
      },
      ({ bin, write }) => {
        expect(bin(['generate', '--name', 'users'])).toMatchObject({ exitCode: 0 });
        expect(bin(['check', '--json']).json().databases[0]).toMatchObject({
          dialect,
          migrationCount: 1,
          findings: [],
          notChecked: ['base'],
        });
        write({ 'schema.ts': schema.replace("'name'", "'label'") });
        expect(bin(['check']).exitCode).toBe(1);
      },
    ),
  );

  test('one that drizzle-kit cannot compare is 2, unless that check is switched off', () =>
    withWorkspace(
      shop({ 'drizzle.config.ts': CONFIG.replace("'postgresql'", "'gel'"), 'src/schema.ts': SCHEMA }),
      ({ bin, write }) => {
        expect(bin(['check', '--json']).json().databases[0].error).toMatchObject({
          code: 'cannot-evaluate',
          help: expect.stringContaining('"stale-schema": "off"'),
        });
        write({ 'drizzle-guard.json': '{ "checks": { "stale-schema": "off" } }' });
        expect(bin(['check']).exitCode).toBe(0);
      },
    ));
});
