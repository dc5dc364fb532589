import { expect, test } from 'vitest';
import { describeChanges } from './describe-changes';

const table = (name: string, schema = 'public') => ({
  entityType: 'tables',
  schema,
  name,
  isRlsEnabled: false,
});
const column = (name: string, type = 'text', of = 'orders') => ({
  entityType: 'columns',
  ...{ schema: 'public', table: of, name, type, notNull: false },
});
const state = (...ddl: object[]) => ({ version: '9', dialect: 'postgres', ddl });

test('what differs between two lists of entities, in words', () => {
  const before = state(
    table('orders'),
    column('note'),
    column('gone'),
    table('old'),
    column('id', 'int', 'old'),
  );
  const after = state(
    column('note', 'varchar'),
    column('author'),
    table('orders'),
    table('people', 'crm'),
    { ...column('id', 'int', 'people'), schema: 'crm' },
    { entityType: 'enums', schema: 'public', name: 'mood', values: ['good'] },
  );
  expect(describeChanges(before, after)).toEqual([
    'enum mood is new',
    'table crm.people is new',
    'table orders: column note is changed (type)',
    'table orders: column author is new',
    'table old is gone',
    'table orders: column gone is gone',
  ]);
});

test('the order of the list means nothing', () => {
  const [a, b] = [table('a'), table('b')];
  expect(describeChanges(state(a, b), state(b, a))).toEqual([]);
});

test('a kind of entity that is not known is called what drizzle-kit calls it', () => {
  expect(describeChanges(state(), state({ entityType: 'moons', name: 'x' }))).toEqual(['moons x is new']);
});
