import { describe, expect, test } from 'vitest';
import { asList, asMaps, type StateSpec } from '../../test/snapshots';
import { changesBetween } from './changes';
import { entitiesOf } from './entities';
import { labelOf, nameOf, wordsOf } from './words';

const users = { name: 'users', columns: [{ name: 'id', type: 'integer' }] };
const wide: StateSpec = {
  tables: [
    {
      ...users,
      indexes: [{ name: 'users_id', columns: ['id'] }],
      foreignKeys: [{ name: 'users_team', columns: ['team'], to: 'teams' }],
      checks: [{ name: 'positive', value: 'id > 0' }],
    },
    { ...users, schema: 'crm' },
  ],
  enums: [{ name: 'mood', values: ['good'] }],
  views: [{ name: 'v', schema: 'crm', definition: 'select 1' }],
};

describe.each([
  ['maps', asMaps],
  ['a list', asList],
])('of a snapshot of %s', (_, write) => {
  const between = (before: StateSpec, after: StateSpec) => changesBetween(write(before), write(after));

  test('an entity, with its schema where that is not the usual one', () => {
    const labels = entitiesOf(write(wide)).map(labelOf);
    expect(labels.sort()).toEqual([
      'enum mood',
      'table crm.users',
      'table crm.users: column id',
      'table users',
      'table users: check positive',
      'table users: column id',
      'table users: foreign key users_team',
      'table users: index users_id',
      'view crm.v',
    ]);
  });

  test('what is new, gone, and changed, with what of it', () => {
    const column = (name: string, type: string, notNull = false) => ({
      tables: [{ ...users, columns: [...users.columns, { name, type, notNull }] }],
    });
    expect(between(column('note', 'text'), column('note', 'uuid', true)).map(wordsOf)).toEqual([
      'table users: column note is changed (type, notNull)',
    ]);
    expect(between(column('note', 'text'), column('name', 'text')).map(wordsOf)).toEqual([
      'table users: column name is new',
      'table users: column note is gone',
    ]);
  });

  test('in a sentence', () => {
    const [, other] = wide.tables!;
    const names = between({ tables: [users, other!] }, wide).map(nameOf);
    expect(names.sort()).toEqual([
      'check constraint positive of users',
      'enum mood',
      'foreign key users_team of users',
      'index users_id of users',
      'view v',
    ]);
  });

  test('of a table that stays the attribute is what a sentence is about', () => {
    const [change] = between({ tables: [users] }, { tables: [{ ...users, rowLevelSecurity: true }] });
    expect(nameOf(change!)).toMatch(/^isR(?:LS|ls)Enabled users$/);
    expect(between({ tables: [users] }, {}).map(nameOf)).toEqual(['table users']);
  });
});

test('what is named like its table is not said to be of it', () => {
  const before = asMaps({ tables: [users] });
  const after = asMaps({ tables: [{ ...users, indexes: [{ name: 'users', columns: ['id'] }] }] });
  expect(changesBetween(before, after).map(nameOf)).toEqual(['index users']);
});

test('what is of no kind that is known is called what drizzle-kit calls it', () => {
  const [top] = entitiesOf({ moons: { io: { name: 'io' } } });
  const [, part] = entitiesOf({ tables: { users: { name: 'users', moons: { io: {} } } } });
  const [listed] = entitiesOf({ ddl: [{ entityType: 'moons', schema: 'sky', name: 'io' }] });
  expect([top!, part!, listed!].map(labelOf)).toEqual(['moons io', 'table users: moons io', 'moons sky.io']);
});
