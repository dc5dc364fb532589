import { expect, test } from 'vitest';
import { describeChanges } from './describe-changes';
import type { Json } from './json';
import { withKeptNames } from './kept-names';

const pk = (name: string, more: Json = {}) => ({
  ...{ entityType: 'pks', schema: 'public', table: 'persons', name, columns: ['id'], nameExplicit: false },
  ...more,
});
const changes = (before: object[], after: object[]) =>
  describeChanges({ ddl: before }, withKeptNames({ ddl: before }, { ddl: after }));

test('a name that drizzle-kit gave stays after the rename of its table', () => {
  expect(changes([pk('people_pkey')], [pk('persons_pkey')])).toEqual([]);
});

test.each([
  ['one that the schema gives', [pk('people_pkey')], [pk('mine', { nameExplicit: true })]],
  ['of something else', [pk('people_pkey')], [pk('persons_pkey', { columns: ['key'] })]],
  ['of another kind', [pk('a')], [pk('b', { entityType: 'checks' })]],
  [
    'where two are alike',
    [pk('a', { entityType: 'uniques' })],
    [pk('b', { entityType: 'uniques' }), pk('c', { entityType: 'uniques' })],
  ],
])('another name counts: %s', (_, before, after) => {
  expect(changes(before, after)).not.toEqual([]);
});

test('snapshots of maps stay as they are', () => {
  const state = { tables: {} };
  expect(withKeptNames({ tables: {} }, state)).toBe(state);
});
