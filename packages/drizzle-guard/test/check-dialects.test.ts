import { drizzleConfig, sampleOf, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG, OTHER_DIALECTS, SCHEMA, shop } from './fixtures';

describe('other dialects', () => {
  test.each(sampleOf(OTHER_DIALECTS, 2))(
    '%s: in sync after generate, stale after a change',
    (dialect, schema) =>
      withWorkspace(
        {
          'package.json': '{ "name": "other" }',
          'drizzle.config.ts': drizzleConfig({ dialect }),
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

  test('of a generated column of SingleStore check and generate say the same', () => {
    const schemaOf = (expression: string) => `import { sql } from 'drizzle-orm';
import { int, singlestoreTable } from 'drizzle-orm/singlestore-core';
export const t = singlestoreTable('t', { b: int('b'), g: int('g').generatedAlwaysAs(sql\`${expression}\`) });
`;
    const files = {
      'package.json': '{ "name": "other" }',
      'drizzle.config.ts': drizzleConfig({ dialect: 'singlestore' }),
      'schema.ts': schemaOf('b + 1'),
    };
    return withWorkspace(files, ({ bin, read, write }) => {
      expect(bin(['generate', '--name', 'start']).exitCode).toBe(0);
      write({ 'schema.ts': schemaOf('b + 2') });
      expect(bin(['check', '--json']).json().databases[0].findings).toMatchObject([
        { code: 'stale-schema', details: ['table t: column g is changed (generated)'] },
      ]);
      expect(bin(['generate', '--name', 'other']).exitCode).toBe(0);
      expect(read('drizzle/0001_other.sql')).toMatch(
        /drop column `g`;[^]*ADD `g` int GENERATED ALWAYS AS \(b \+ 2\)/,
      );
      expect(bin(['check']).exitCode).toBe(0);
    });
  });

  test('one that drizzle-kit cannot compare is 2, unless that check is switched off', () =>
    withWorkspace(
      shop({ 'drizzle.config.ts': CONFIG.replace("'postgresql'", "'gel'"), 'src/schema.ts': SCHEMA }),
      ({ bin, write }) => {
        expect(bin(['check', '--json']).json().databases[0].error).toMatchObject({
          code: 'unsupported-dialect',
          help: expect.stringContaining('"stale-schema": "off"'),
        });
        write({ 'drizzle-guard.json': '{ "checks": { "stale-schema": "off" } }' });
        expect(bin(['check']).exitCode).toBe(0);
      },
    ));
});
