import { expect, test } from 'vitest';
import { found } from '../../../test/found';
import type { Contexts } from '../contexts';

const context: Contexts['schema'] = {
  ...{ database: 'shop', file: 'src/schema.ts', changes: [], wanted: [], statements: [], ambiguous: false },
  unstable: ['table users: column created_at', 'table users: column token'],
};
const unstable = (more: Partial<Contexts['schema']>) =>
  found('schema', { ...context, ...more }).filter(({ code }) => code === 'unstable-schema');

test('unstable-schema is found, with the tables and columns', () => {
  expect(unstable({})).toMatchObject([
    {
      file: 'src/schema.ts',
      message:
        'the schema of shop gives another state at each evaluation:\n  table users: column created_at\n  table users: column token',
      details: context.unstable,
      help: expect.stringContaining('.defaultNow()'),
    },
  ]);
});

test('of many the first are told, and how many more there are', () => {
  const many = Array.from({ length: 9 }, (_, i) => `table t${i}: column at`);
  expect(unstable({ unstable: many })[0]!.message).toMatch(/table t5: column at\n {2}and 3 more$/);
});

test('a schema that gives the same each time has none', () => {
  expect(unstable({ unstable: [], changes: ['table a is new'] })).toEqual([]);
});
