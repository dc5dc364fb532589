import { expect, test } from 'vitest';
import { describeChanges } from './describe-changes';

const table = (name: string, more: object = {}, schema = '') => ({
  name,
  schema,
  columns: { id: { name: 'id', type: 'integer', notNull: true } },
  indexes: {},
  foreignKeys: {},
  ...more,
});
const users = { tables: { 'public.users': table('users') } };
const column = (name: string, more: object = {}) => ({
  id: { name: 'id', type: 'integer', notNull: true },
  [name]: { name, type: 'text', notNull: false, ...more },
});
const changesOf = (before: object, after: object) =>
  describeChanges(before as Record<string, unknown>, after as Record<string, unknown>);

test('equal states have no changes, whatever their ids', () => {
  expect(changesOf({ ...users, id: '1' }, { ...users, id: '2' })).toEqual([]);
});

test('tables, by their names and with a schema where it is not the usual one', () => {
  const after = { tables: { 'public.posts': table('posts'), 'audit.log': table('log', {}, 'audit') } };
  expect(changesOf(users, after)).toEqual([
    'table posts is new',
    'table audit.log is new',
    'table users is gone',
  ]);
});

test('columns: new, gone, and changed with what changed about them', () => {
  const before = { tables: { 'public.users': table('users', { columns: column('mail') }) } };
  const after = {
    tables: {
      'public.users': table('users', {
        columns: {
          id: { name: 'id', type: 'bigint', notNull: true, default: 1 },
          note: { name: 'note', type: 'text' },
        },
      }),
    },
  };
  expect(changesOf(before, after)).toEqual([
    'table users: column id is changed (type, default)',
    'table users: column note is new',
    'table users: column mail is gone',
  ]);
});

test('what else a table has', () => {
  const after = {
    tables: {
      'public.users': table('users', {
        indexes: { users_name: { name: 'users_name' } },
        foreignKeys: { users_team: { name: 'users_team' } },
        compositePrimaryKeys: { users_pk: { name: 'users_pk' } },
        uniqueConstraints: { users_mail: { name: 'users_mail' } },
        checkConstraints: { users_age: { name: 'users_age' } },
        policies: { own: { name: 'own' } },
      }),
    },
  };
  expect(changesOf(users, after)).toEqual([
    'table users: index users_name is new',
    'table users: foreign key users_team is new',
    'table users: primary key users_pk is new',
    'table users: unique constraint users_mail is new',
    'table users: check users_age is new',
    'table users: policy own is new',
  ]);
});

test('a change of a table that has no words is still told', () => {
  expect(changesOf(users, { tables: { 'public.users': table('users', { isRLSEnabled: true }) } })).toEqual([
    'table users: its definition is changed',
  ]);
});

test('enums, with their values', () => {
  const state = (...values: string[]) => ({
    enums: { 'public.mood': { name: 'mood', schema: 'public', values } },
  });
  expect(changesOf(state('a', 'b'), state('b', 'c'))).toEqual(['enum mood is changed (+c, -a)']);
  expect(changesOf(state('a', 'b'), state('b', 'a'))).toEqual(['enum mood is changed (order of its values)']);
});

test('everything else at the top', () => {
  const after = {
    views: { 'public.v': { name: 'v', schema: 'public' } },
    schemas: { audit: 'audit' },
    sequences: { 'public.s': { name: 's', schema: 'public' } },
    roles: { admin: { name: 'admin' } },
    policies: { p: { name: 'p' } },
  };
  expect(changesOf({}, after)).toEqual([
    'view v is new',
    'schema audit is new',
    'sequence s is new',
    'role admin is new',
    'policy p is new',
  ]);
});

test('all of a table stands together, and what is gone stands behind the rest of its kind', () => {
  const before = {
    tables: {
      'public.old': table('old'),
      'public.users': table('users', { columns: column('mail'), indexes: { by_mail: { name: 'by_mail' } } }),
      'public.posts': table('posts', { columns: column('text') }),
    },
    enums: { 'public.mood': { name: 'mood', schema: 'public', values: ['good'] } },
  };
  const after = {
    enums: { 'public.state': { name: 'state', schema: 'public', values: ['new'] } },
    tables: {
      'public.posts': table('posts', { columns: column('title') }),
      'public.users': table('users', { foreignKeys: { team: { name: 'team' } }, columns: column('name') }),
      'public.young': table('young'),
    },
  };
  expect(changesOf(before, after)).toEqual([
    'table posts: column title is new',
    'table posts: column text is gone',
    'table users: column name is new',
    'table users: column mail is gone',
    'table users: index by_mail is gone',
    'table users: foreign key team is new',
    'table young is new',
    'table old is gone',
    'enum state is new',
    'enum mood is gone',
  ]);
});

test('a table of which parts have changed is not told itself', () => {
  const after = table('users', { isRLSEnabled: true, columns: column('note') });
  expect(changesOf(users, { tables: { 'public.users': after } })).toEqual([
    'table users: column note is new',
  ]);
});

test('of what stands beside tables it is told that it is changed, and not in what', () => {
  const state = (definition: string) => ({
    views: { 'public.v': { name: 'v', schema: 'public', definition } },
  });
  expect(changesOf(state('select 1'), state('select 2'))).toEqual(['view v is changed']);
});
