import { expect, test } from 'vitest';
import { namedOnlyIn, stateOfChanges } from './across-layouts';

const column = (name: string, more: object = {}) => ({
  ...{ schema: 'public', table: 'users', name, entityType: 'columns' },
  ...more,
});
const table = { schema: 'public', name: 'users', entityType: 'tables' };
const maps = (...names: string[]) => ({
  tables: {
    'public.users': {
      name: 'users',
      schema: '',
      columns: Object.fromEntries(
        names.map((name) => [name, { name, type: 'text', primaryKey: name === 'id' }]),
      ),
      indexes: { ix: { name: 'ix' } },
    },
  },
  enums: { 'public.mood': { name: 'mood', schema: 'public', values: ['a'] } },
});
const mood = { schema: 'public', name: 'mood', values: ['a'], entityType: 'enums' };

test('the same things are the same in both layouts, whatever each writes down beside their names', () => {
  const key = { schema: 'public', table: 'users', name: 'users_pkey', entityType: 'pks' };
  expect(namedOnlyIn(maps('id', 'note'), { ddl: [table, mood, column('id'), column('note'), key] })).toEqual(
    [],
  );
});

test('what was lost and what was added is told', () => {
  expect(namedOnlyIn(maps('id', 'note'), { ddl: [table, mood, column('id'), column('tag')] })).toEqual([
    'table users: column tag is new',
    'table users: column note is gone',
  ]);
  expect(namedOnlyIn(maps('id'), { ddl: [table, column('id')] })).toHaveLength(1);
});

test('what was created, altered and dropped since the beginning is there, or is not', () => {
  const key = (name: string) => `columns\u0000${JSON.stringify(['public', 'users', name])}`;
  const state = stateOfChanges([
    { ddl: [table, column('id'), column('note')] },
    { deltas: [{ op: 'create', row: column('tag') }] },
    {
      deltas: [
        { op: 'alter', key: key('id'), set: { type: 'bigint' } },
        { op: 'drop', key: key('note') },
      ],
    },
  ]);
  expect(state).toEqual({ ddl: [table, column('id'), column('tag')] });
});

test('behind a rename, or what is no change that is known, nothing is known', () => {
  expect(stateOfChanges([{ ddl: [table] }, { deltas: [{ op: 'rename', key: 'x', set: {} }] }])).toBeNull();
  expect(stateOfChanges([{ deltas: [{ op: 'move' }] }])).toBeNull();
});
