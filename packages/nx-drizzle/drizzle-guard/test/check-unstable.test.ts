import { kitOneModules, sampleOf, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { askedOf } from './checked';
import { CONFIG } from './fixtures';

const schema = (columns: string, more = '') => `import { randomUUID } from 'node:crypto';
import { date, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
${more}
export const users = pgTable('users', { id: integer('id').primaryKey(), ${columns} });
`;
const files = (text: string) => ({
  'package.json': '{ "name": "shop" }',
  'drizzle.config.ts': CONFIG,
  'src/schema.ts': text,
});

describe.each([
  ['the journal layout', undefined],
  ['the folders layout', kitOneModules],
] as const)('in %s', (_name, modules) => {
  const DEFAULTS: [string, string, string[]][] = [
    ['the time', "at: timestamp('at').default(new Date())", ['table users: column at']],
    ['a random id', "token: text('token').default(randomUUID())", ['table users: column token']],
    [
      'the day, and the milliseconds',
      "day: date('day').default(new Date().toISOString().slice(0, 10)), ms: text('ms').default(String(Date.now()))",
      ['table users: column day', 'table users: column ms'],
    ],
  ];

  test.each(sampleOf(DEFAULTS, modules ? 3 : 2))(
    'a default that is %s is named, and generate writes no second migration',
    (_what, columns, words) =>
      withWorkspace(
        files(schema(columns)),
        async (workspace) => {
          const first = workspace.bin(['generate', '--json']).json().databases[0];
          expect(first.generated).toHaveLength(1);
          // Of the day only, nothing differs before tomorrow.
          const { exitCode, database } = await askedOf(workspace);
          expect(exitCode).toBe(1);
          expect(database.findings).toMatchObject([{ code: 'unstable-schema', file: 'src/schema.ts' }]);
          expect(words).toEqual(expect.arrayContaining(database.findings[0].details));

          const again = workspace.bin(['generate', '--json']);
          expect(again.exitCode).toBe(1);
          expect(again.json().databases[0]).toMatchObject({
            generated: [],
            findings: [{ code: 'unstable-schema' }],
          });

          workspace.write({ 'src/schema.ts': schema(`${columns}, note: text('note')`) });
          const { database: beside } = await askedOf(workspace);
          expect(beside.findings).toMatchObject([
            { code: 'stale-schema', details: ['table users: column note is new'] },
            { code: 'unstable-schema' },
          ]);
        },
        modules?.(),
      ),
  );
});

test('what cannot be evaluated twice is judged by the first time', () =>
  withWorkspace(
    files(schema("n: text('n')", "if (globalThis.seen) throw new Error('twice'); globalThis.seen = true;")),
    async (workspace) => {
      const { exitCode, database } = await askedOf(workspace);
      expect(exitCode).toBe(1);
      expect(database.findings).toMatchObject([{ code: 'stale-schema' }]);
    },
  ));

test('what is computed for each row is no state', () =>
  withWorkspace(files(schema("at: timestamp('at').$defaultFn(() => new Date())")), async (workspace) => {
    workspace.bin(['generate']);
    expect(await askedOf(workspace)).toMatchObject({ exitCode: 0, database: { findings: [] } });
  }));
