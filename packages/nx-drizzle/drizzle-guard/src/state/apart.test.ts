import { describe, expect, test } from 'vitest';
import { check, column, foreignKey, index, stateOf, table } from '../../test/rows';
import { branchesApart, type Branch } from './apart';
import type { Json } from './json';

const [USERS, ID, ORDERS, REF] = [
  table('users'),
  column('users', 'id'),
  table('orders'),
  column('orders', 'ref'),
];
const ALL = [USERS, ID, ORDERS, REF];
const plus = (...rows: Json[]) => stateOf(...ALL, ...rows);
const minus = (...rows: Json[]) => stateOf(...ALL.filter((row) => !rows.includes(row)));
const branch = (state: Json, ...rebuilt: string[]): Branch => ({ state, rebuilt: new Set(rebuilt) });
const apart = (one: Json | Branch, other: Json | Branch, dialect = 'sqlite') => {
  const [a, b] = [one, other].map((side) => ('rebuilt' in side ? (side as Branch) : branch(side as Json)));
  const found = branchesApart(stateOf(...ALL), a!, b!, dialect);
  // Whichever side is told first.
  expect(branchesApart(stateOf(...ALL), b!, a!, dialect)?.toReversed() ?? null).toEqual(found);
  return found;
};

describe('go together', () => {
  test.each<[string, Json, Json]>([
    ['two tables', plus(table('a')), plus(table('b'))],
    ['two columns of one table', plus(column('users', 'a')), plus(column('users', 'b'))],
    ['a column here, another table gone there', plus(column('users', 'a')), minus(ORDERS, REF)],
    ['two indexes', plus(index('users', 'a', 'id')), plus(index('users', 'b', 'id'))],
    ['nothing', plus(), plus(table('a'))],
  ])('%s', (_what, one, other) => expect(apart(one, other)).toBeNull());
});

describe('do not go together', () => {
  test.each<[string, Json, Json, [string, string]]>([
    [
      'one column, whether or not it is the same',
      plus(column('users', 'a')),
      plus(column('users', 'a')),
      ['add column a of users', 'add column a of users'],
    ],
    ['one table', plus(table('a')), plus(table('a')), ['add table a', 'add table a']],
    ['both drop', minus(REF), minus(REF), ['drop column ref of orders', 'drop column ref of orders']],
    [
      'one drops what the other changes',
      minus(REF),
      stateOf(USERS, ID, ORDERS, column('orders', 'ref', { notNull: true })),
      ['drop column ref of orders', 'change column ref of orders'],
    ],
    [
      'a column of a table that is gone',
      minus(USERS, ID),
      plus(column('users', 'a')),
      ['drop table users', 'add column a of users'],
    ],
    [
      'a foreign key to a table that is gone',
      minus(USERS, ID),
      plus(foreignKey('orders', 'f', 'users')),
      ['drop table users', 'add foreign key f of orders'],
    ],
    [
      'the same of a table that is new itself',
      minus(USERS, ID),
      plus(table('a'), foreignKey('a', 'f', 'users')),
      ['drop table users', 'add table a'],
    ],
    [
      'an index on a column that is gone',
      minus(REF),
      plus(index('orders', 'i', 'ref')),
      ['drop column ref of orders', 'add index i of orders'],
    ],
  ])('%s', (_what, one, other, words) => expect(apart(one, other)).toEqual(words));

  test('a table that one makes anew, without what the other has put into it', () => {
    const nullable = stateOf(USERS, column('users', 'id', { notNull: true }), ORDERS, REF);
    expect(apart(branch(nullable, 'users'), plus(column('users', 'a')))).not.toBeNull();
    expect(apart(branch(nullable, 'users'), plus(column('orders', 'a')))).toBeNull();
  });

  test('constraints of one table, for MySQL: as drizzle-kit has it', () => {
    const [one, two] = [plus(check('users', 'a')), plus(check('users', 'b'))];
    expect(apart(one, two)).toBeNull();
    expect(apart(one, two, 'mysql')).not.toBeNull();
    expect(apart(one, plus(foreignKey('users', 'f', 'orders')), 'mysql')).toBeNull();
    expect(apart(one, plus(check('orders', 'b')), 'mysql')).toBeNull();
  });
});
