import { expect, test } from 'vitest';
import { found } from '../../../test/found';

const stale = (changes: string[], statements: string[], ambiguous: boolean) =>
  found('schema', { database: 'shop', file: 'src/schema.ts', changes, statements, ambiguous })[0]!;
const eight = Array.from({ length: 8 }, (_, i) => `table t${i} is new`);

test('changes are listed in words, the first six of them', () => {
  const { message, help } = stale(eight, ['CREATE TABLE …'], false);
  expect(`${message}\n${help}`).toMatchInlineSnapshot(`
    "the schema of shop has changes that no migration has:
      table t0 is new
      table t1 is new
      table t2 is new
      table t3 is new
      table t4 is new
      table t5 is new
      and 2 more
    run \`drizzle-guard generate --database shop\` and commit the migration with the schema"
  `);
});

test('where words are lacking the first line of each statement stands for them', () => {
  const statements = ['ALTER TABLE "a"\n  ADD "b" text;', 'DROP TABLE "c";'];
  const { message } = stale([], statements, false);
  expect(message.split('\n').slice(1)).toEqual(['  ALTER TABLE "a"', '  DROP TABLE "c";']);
});

test('what may be a rename needs a terminal', () => {
  const { code, file, help } = stale(eight, [], true);
  expect({ code, file }).toEqual({ code: 'stale-schema', file: 'src/schema.ts' });
  expect(help).toContain('`drizzle-guard generate --database shop` in a terminal');
});
