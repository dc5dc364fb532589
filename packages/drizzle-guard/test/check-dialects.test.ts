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
