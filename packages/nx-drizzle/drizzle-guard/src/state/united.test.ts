import { expect, test } from 'vitest';
import { column, stateOf, table, index } from '../../test/rows';
import { isSameState } from './same';
import { united } from './united';

const [USERS, ID] = [table('users'), column('users', 'id')];
const before = stateOf(USERS, ID);
const given = (...branches: object[]) => united(before, branches as never);

test('each branch adds its own: all of it is there, and nothing twice', () => {
  const [name, age, orders] = [column('users', 'name'), column('users', 'age'), table('orders')];
  const state = given(stateOf(USERS, ID, name), stateOf(orders, USERS, ID, age), stateOf(USERS, ID, name));
  expect(isSameState(state!, stateOf(USERS, ID, name, age, orders))).toBe(true);
});

test('what one has dropped, and the other left as it was, is gone', () => {
  expect(
    united(stateOf(USERS, ID, table('old')), [stateOf(USERS, ID), stateOf(USERS, ID, table('old'))]),
  ).toEqual(stateOf(USERS, ID));
});

test('what both have changed alike is changed; each in another way, nobody knows', () => {
  const text = column('users', 'id', { type: 'text' });
  expect(given(stateOf(USERS, text), stateOf(USERS, text))).toEqual(stateOf(USERS, text));
  expect(given(stateOf(USERS, text), stateOf(USERS, column('users', 'id', { type: 'blob' })))).toBeNull();
  expect(given(stateOf(USERS, text), stateOf(USERS))).toBeNull();
});

test('what is put into a table that the other has dropped', () => {
  expect(given(stateOf(), stateOf(USERS, ID, column('users', 'age')))).toBeNull();
  expect(given(stateOf(), stateOf(USERS, ID, index('users', 'i', 'id')))).toBeNull();
});

test('with nothing in common both are new', () => {
  const state = united(null, [stateOf(USERS, ID), stateOf(table('orders'))]);
  expect(state).toEqual(stateOf(USERS, ID, table('orders')));
});

test('states of other formats, or that are no lists, give nothing', () => {
  expect(given(stateOf(USERS), { ...stateOf(USERS), version: '6' })).toBeNull();
  expect(given(stateOf(USERS), { version: '7', dialect: 'sqlite', tables: {} })).toBeNull();
  expect(united(null, [])).toBeNull();
});

test('rows of one name stay as many as they are', () => {
  const grant = (to: string) => ({ entityType: 'privileges', schema: 's', name: 'p', to });
  const [one, two] = [grant('a'), grant('b')];
  expect(united(stateOf(one, two), [stateOf(one, two, USERS), stateOf(one, two)])).toEqual(
    stateOf(one, two, USERS),
  );
});
