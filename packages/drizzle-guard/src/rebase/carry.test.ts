import { describe, expect, test } from 'vitest';
import { asList, asMaps, type StateSpec, type TableSpec } from '../../test/snapshots';
import { changesBetween } from '../state/changes';
import type { Json } from '../state/json';
import { isSameState } from '../state/same';
import { carry, type Carried, type Clash } from './carry';

const FORMS = [
  ['maps', asMaps],
  ['a list', asList],
] as const;

const integer = (name: string) => ({ name, type: 'integer' });
const text = (name: string, notNull = false) => ({ name, type: 'text', notNull });
const users: TableSpec = { name: 'users', columns: [integer('id'), text('name')] };
const posts: TableSpec = { name: 'posts', columns: [integer('id')] };
const base: StateSpec = { tables: [users], enums: [{ name: 'mood', values: ['good', 'bad'] }] };
const withColumns = (...columns: TableSpec['columns'][number][]): StateSpec => ({
  ...base,
  tables: [{ ...users, columns: [...users.columns, ...columns] }],
});
const withUsers = (more: Partial<TableSpec>): StateSpec => ({ ...base, tables: [{ ...users, ...more }] });
const withMood = (...values: string[]): StateSpec => ({ ...base, enums: [{ name: 'mood', values }] });
const NOBODY: StateSpec = { ...base, tables: [] };

function stateIn(carried: Carried): Json {
  if ('clashes' in carried) throw new Error(JSON.stringify(carried.clashes));
  return carried.state;
}

function clashesIn(carried: Carried): Clash[] {
  return 'clashes' in carried ? carried.clashes : [];
}

describe.each(FORMS)('a step in the form of %s', (_, asState) => {
  const carried = (before: StateSpec, mine: StateSpec, theirs: StateSpec) =>
    carry(asState(before, 'before'), asState(mine, 'mine'), asState(theirs, 'theirs'));

  test.each<[string, StateSpec, StateSpec, StateSpec]>([
    [
      'a column of each',
      withColumns(text('mine')),
      withColumns(text('theirs')),
      withColumns(text('theirs'), text('mine')),
    ],
    [
      'a table of each',
      { ...base, tables: [users, posts] },
      { ...base, tables: [users, { ...posts, name: 'tags' }] },
      { ...base, tables: [users, posts, { ...posts, name: 'tags' }] },
    ],
    [
      'a table, and a column of another',
      { ...base, tables: [users, posts] },
      withColumns(text('theirs')),
      { ...withColumns(text('theirs')), tables: [...withColumns(text('theirs')).tables!, posts] },
    ],
    [
      'a column gone, and another new',
      withUsers({ columns: [integer('id')] }),
      withColumns(text('t')),
      withUsers({ columns: [integer('id'), text('t')] }),
    ],
    [
      'a column changed, and another one changed by theirs',
      withUsers({ columns: [integer('id'), text('name', true)] }),
      withUsers({ columns: [text('id'), text('name')] }),
      withUsers({ columns: [text('id'), text('name', true)] }),
    ],
    [
      'an index, and a check of theirs',
      withUsers({ indexes: [{ name: 'users_name', columns: ['name'] }] }),
      withUsers({ checks: [{ name: 'positive', value: 'id > 0' }] }),
      withUsers({
        indexes: [{ name: 'users_name', columns: ['name'] }],
        checks: [{ name: 'positive', value: 'id > 0' }],
      }),
    ],
    [
      'row level security, and a column of theirs',
      withUsers({ rowLevelSecurity: true }),
      withColumns(text('theirs')),
      { ...base, tables: [{ ...withColumns(text('theirs')).tables![0]!, rowLevelSecurity: true }] },
    ],
    [
      'values of an enum',
      withMood('good', 'bad', 'mine'),
      withMood('good', 'bad', 'theirs'),
      withMood('good', 'bad', 'theirs', 'mine'),
    ],
    [
      'an enum, and a table gone',
      { ...base, enums: [...base.enums!, { name: 'x', values: ['1'] }] },
      NOBODY,
      { ...NOBODY, enums: [...base.enums!, { name: 'x', values: ['1'] }] },
    ],
    [
      'a table gone that theirs has left alone',
      NOBODY,
      withMood('good', 'bad', 'so'),
      { ...NOBODY, enums: [{ name: 'mood', values: ['good', 'bad', 'so'] }] },
    ],
    [
      'a view and a sequence',
      { ...base, views: [{ name: 'v', definition: 'select 1' }] },
      { ...base, sequences: [{ name: 's', startWith: '1' }] },
      { ...base, views: [{ name: 'v', definition: 'select 1' }], sequences: [{ name: 's', startWith: '1' }] },
    ],
    ['nothing', base, withColumns(text('theirs')), withColumns(text('theirs'))],
  ])('%s is carried over', (_name, mine, theirs, both) => {
    const state = stateIn(carried(base, mine, theirs));
    expect(changesBetween(state, asState(both))).toEqual([]);
    expect(isSameState(state, asState(both))).toBe(true);
  });

  test.each<[string, StateSpec, StateSpec, readonly string[]]>([
    ['column', withColumns(text('x')), withColumns(text('x')), ['table users: column x is new']],
    [
      'table',
      { ...base, tables: [users, posts] },
      { ...base, tables: [users, posts] },
      ['table posts is new'],
    ],
    ['table gone', NOBODY, NOBODY, ['table users is gone']],
    [
      'value of an enum',
      withMood('good', 'bad', 'so'),
      withMood('good', 'bad', 'so'),
      ['enum mood is changed (values)'],
    ],
    [
      'value of an enum, elsewhere',
      withMood('good', 'bad', 'so'),
      withMood('so', 'good', 'bad', 'no'),
      ['enum mood is changed (values)'],
    ],
    [
      'column gone',
      withUsers({ columns: [integer('id')] }),
      withUsers({ columns: [integer('id')] }),
      ['table users: column name is gone'],
    ],
  ])('what theirs has too is not done twice, and told: %s', (_name, mine, theirs, shared) => {
    const result = carried(base, mine, theirs);
    expect(isSameState(stateIn(result), asState(theirs))).toBe(true);
    expect(result).toMatchObject({ shared });
  });

  test.each<[string, StateSpec, StateSpec, Clash]>([
    [
      'a column, each in its own way',
      withUsers({ columns: [integer('id'), text('name', true)] }),
      withUsers({ columns: [integer('id'), integer('name')] }),
      {
        what: 'table users: column name',
        mine: 'table users: column name is changed (notNull)',
        theirs: 'table users: column name is changed (type)',
      },
    ],
    [
      'a column of one name, of two types',
      withColumns(text('x')),
      withColumns(integer('x')),
      {
        what: 'table users: column x',
        mine: 'table users: column x is new',
        theirs: 'table users: column x is new',
      },
    ],
    [
      'a column that theirs has taken away',
      withUsers({ columns: [integer('id'), text('name', true)] }),
      withUsers({ columns: [integer('id')] }),
      {
        what: 'table users: column name',
        mine: 'table users: column name is changed (notNull)',
        theirs: 'table users: column name is gone',
      },
    ],
    [
      'a column away that theirs has changed',
      withUsers({ columns: [integer('id')] }),
      withUsers({ columns: [integer('id'), text('name', true)] }),
      {
        what: 'table users: column name',
        mine: 'table users: column name is gone',
        theirs: 'table users: column name is changed (notNull)',
      },
    ],
    [
      'a column of a table that theirs has taken away',
      withColumns(text('x')),
      NOBODY,
      {
        what: 'table users: column x',
        mine: 'table users: column x is new',
        theirs: 'table users is gone',
      },
    ],
    [
      'a column away of a table that theirs has taken away',
      withUsers({ columns: [integer('id')] }),
      NOBODY,
      {
        what: 'table users: column name',
        mine: 'table users: column name is gone',
        theirs: 'table users is gone',
      },
    ],
    [
      'a table away to which theirs has added',
      NOBODY,
      withColumns(text('x')),
      { what: 'table users', mine: 'table users is gone', theirs: '' },
    ],
    [
      'an enum, of which mine has taken out a value',
      withMood('good'),
      withMood('good', 'bad', 'so'),
      {
        what: 'enum mood',
        mine: 'enum mood is changed (values)',
        theirs: 'enum mood is changed (values)',
      },
    ],
    [
      'a table of one name, each with other columns',
      { ...base, tables: [users, posts] },
      { ...base, tables: [users, { ...posts, columns: [text('id')] }] },
      { what: 'table posts', mine: 'table posts is new', theirs: 'table posts is new' },
    ],
  ])('both change %s: a clash', (_name, mine, theirs, clash) => {
    const [found, ...more] = clashesIn(carried(base, mine, theirs));
    expect(more).toEqual([]);
    if (clash.theirs === '') expect(found).toMatchObject({ what: clash.what, mine: clash.mine });
    else expect(found).toEqual(clash);
    expect(found!.theirs).not.toBe('');
  });

  test('each thing that clashes is told, and none that does not', () => {
    const mine = withUsers({ columns: [text('id'), text('name', true), text('fine')] });
    const theirs = withUsers({ columns: [integer('id'), integer('name'), text('own')] });
    expect(clashesIn(carried(base, mine, theirs)).map(({ what }) => what)).toEqual([
      'table users: column name',
    ]);
    const both = withUsers({ columns: [{ ...integer('id'), notNull: true }, integer('name')] });
    expect(clashesIn(carried(base, mine, both)).map(({ what }) => what)).toEqual([
      'table users: column id',
      'table users: column name',
    ]);
  });

  test('a table renamed by theirs is no table any more for a column of mine', () => {
    const theirs = { ...base, tables: [{ ...users, name: 'people' }] };
    expect(clashesIn(carried(base, withColumns(text('x')), theirs))).toEqual([
      {
        what: 'table users: column x',
        mine: 'table users: column x is new',
        theirs: 'table users is gone',
      },
    ]);
  });

  test('a table that mine renames while theirs adds to it loses nothing of theirs: a clash', () => {
    const mine = { ...base, tables: [{ ...users, name: 'people' }] };
    expect(clashesIn(carried(base, mine, withColumns(text('x')))).map(({ what }) => what)).toEqual([
      'table users',
    ]);
  });

  test('what needs what theirs has taken away clashes: a foreign key', () => {
    const before = { ...base, tables: [users, posts] };
    const key = { name: 'posts_user', columns: ['id'], to: 'users' };
    const mine = { ...base, tables: [users, { ...posts, foreignKeys: [key] }] };
    const theirs = { ...base, tables: [posts] };
    expect(clashesIn(carried(before, mine, theirs))).toMatchObject([
      {
        what: 'table posts: foreign key posts_user',
        mine: 'table posts: foreign key posts_user needs table users',
        theirs: 'table users is not there any more',
      },
      { what: 'table posts: foreign key posts_user', theirs: 'column users.id is not there any more' },
    ]);
  });

  test('what theirs has made of what mine takes away clashes: an index', () => {
    const mine = withUsers({ columns: [integer('id')] });
    const theirs = withUsers({ indexes: [{ name: 'users_name', columns: ['name'] }] });
    // Of a column in the form of names; the list has them as drizzle-kit 0.x writes those of SQLite.
    expect(clashesIn(carried(base, mine, theirs))).toEqual([
      {
        what: 'table users: index users_name',
        mine: 'column users.name is not there any more',
        theirs: 'table users: index users_name needs column users.name',
      },
    ]);
  });

  test('what a side was broken in already is none of its business', () => {
    const key = { name: 'users_ghost', columns: ['id'], to: 'ghosts' };
    const broken = withUsers({ foreignKeys: [key] });
    const mine = { ...broken, tables: [...broken.tables!, posts] };
    expect(clashesIn(carried(broken, mine, broken))).toEqual([]);
    expect(clashesIn(carried(base, withColumns(text('x')), broken))).toEqual([]);
  });
});
