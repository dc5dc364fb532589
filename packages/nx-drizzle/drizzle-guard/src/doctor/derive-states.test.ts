import { describe, expect, test } from 'vitest';
import { changesBetween } from '../state/changes';
import type { Json } from '../state/json';
import { mergedState, statesBetween } from './derive-states';

const column = (name: string, more: object = {}) => ({
  name,
  type: 'text',
  primaryKey: false,
  notNull: false,
  ...more,
});
const table = (name: string, columns: object[], more: object = {}) => ({
  name,
  schema: '',
  columns: Object.fromEntries(columns.map((one) => [(one as { name: string }).name, one])),
  indexes: {},
  foreignKeys: {},
  compositePrimaryKeys: {},
  uniqueConstraints: {},
  ...more,
});
const state = (...tables: { name: string }[]): Json => ({
  version: '7',
  dialect: 'postgresql',
  tables: Object.fromEntries(tables.map((one) => [`public.${one.name}`, one])),
  enums: {},
});
const users = (...columns: string[]) =>
  table(
    'users',
    ['id', ...columns].map((name) => column(name)),
  );
const add = (name: string, of = 'users') => `ALTER TABLE "${of}" ADD COLUMN "${name}" text;`;

describe('states between two that are known', () => {
  test('each thing belongs to the SQL that names it', () => {
    const derived = statesBetween(state(users()), [add('age'), add('name')], state(users('age', 'name')));
    expect(derived).toEqual({ states: [state(users('age'))] });
  });

  test('a table that comes, with a key to it from another', () => {
    const posts = table('posts', [column('id')]);
    const sqls = ['CREATE TABLE "posts" ("id" text);', `${add('post')} -- of "posts"`];
    expect(statesBetween(state(users()), sqls, state(users('post'), posts))).toEqual({
      states: [state(users(), posts)],
    });
  });

  test('an index goes without the name of its table, and a column whose name is part of another is not named', () => {
    const index = { a_idx: { name: 'a_idx', columns: ['a'], isUnique: false } };
    const before = state(table('users', [column('cost')], { indexes: index }));
    const after = state(table('users', [column('cost_in_cents')]));
    const sqls = ['DROP INDEX "a_idx";', 'ALTER TABLE "users" RENAME COLUMN "cost" TO "cost_in_cents";'];
    expect(statesBetween(before, sqls, after)).toEqual({ states: [state(table('users', [column('cost')]))] });
  });

  test.each([
    ['none', [add('age'), 'SELECT 1;'], 'column name of users is named by none of them'],
    [
      'several',
      [add('name'), 'ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;'],
      'column name of users is named by several of them',
    ],
  ])('what is named by %s is not guessed', (_, sqls, why) => {
    expect(statesBetween(state(users()), sqls, state(users('name')))).toEqual({ why });
  });

  test('of two formats nothing is worked out', () => {
    expect(statesBetween({ ...state(users()), version: '6' }, ['', ''], state(users()))).toEqual({
      why: 'the snapshots around it are of different formats',
    });
  });
});

describe('the state of two migrations that continue one', () => {
  const parent = state(users());

  test('is the second with what the first did', () => {
    const merged = mergedState(parent, state(users('age')), state(users('name')), add('name'));
    if ('why' in merged) throw new Error(merged.why);
    expect(changesBetween(merged.states[0]!, state(users('name', 'age')))).toEqual([]);
  });

  test('is not known where both change one thing', () => {
    const first = state(table('users', [column('id', { notNull: true })]));
    const second = state(table('users', [column('id', { type: 'uuid' })]));
    expect(mergedState(parent, first, second, add('id'))).toEqual({ why: 'both change column id of users' });
  });

  test('is not known where one changes a part of what the other drops', () => {
    const drop = 'DROP TABLE "users";';
    expect(mergedState(parent, state(), state(users('name')), drop)).toEqual({
      why: 'both change table users',
    });
    expect(mergedState(parent, state(users('name')), state(), drop)).toEqual({
      why: 'both change column name of users',
    });
  });

  test('is what both did where both did the same', () => {
    expect(mergedState(parent, state(), state(), '')).toEqual({ states: [state()] });
  });

  test('is a table with what one did to it and a column of the other', () => {
    const guarded = table('users', [column('id')], { isRLSEnabled: true });
    const merged = mergedState(parent, state(guarded), state(users('name')), add('name'));
    if ('why' in merged) throw new Error(merged.why);
    const both = table('users', [column('id'), column('name')], { isRLSEnabled: true });
    expect(changesBetween(merged.states[0]!, state(both))).toEqual([]);
  });

  test('is not known where the SQL does not name what the state has', () => {
    expect(mergedState(parent, state(users('age')), state(users('name')), 'SELECT 1;')).toEqual({
      why: 'its SQL does not name column name of users',
    });
  });
});

describe('what names a table that stays', () => {
  const guarded = state(table('users', [column('id')], { isRLSEnabled: true }));

  test('is any command with its name', () => {
    const enable = 'ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;';
    expect(statesBetween(state(users()), [enable, 'SELECT 1;'], guarded)).toEqual({ states: [guarded] });
  });

  test('is missed in words that tell what of it', () => {
    expect(statesBetween(state(users()), ['SELECT 1;', 'SELECT 2;'], guarded)).toEqual({
      why: 'isRLSEnabled users is named by none of them',
    });
  });
});

test('what older drizzle-kits left out is no difference', () => {
  const old = state(users());
  const today = {
    ...state(table('users', [column('id')], { policies: {}, isRLSEnabled: false })),
    views: {},
  };
  expect(changesBetween(old, today)).toEqual([]);
});
