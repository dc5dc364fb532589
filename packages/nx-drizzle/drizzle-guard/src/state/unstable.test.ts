import { expect, test } from 'vitest';
import { describeChanges } from './describe-changes';
import { unstableParts } from './unstable';

const state = (columns: Record<string, object>) => ({
  version: '7',
  tables: {
    'public.users': {
      ...{ name: 'users', schema: '', indexes: {}, foreignKeys: {}, compositePrimaryKeys: {} },
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, more]) => [name, { name, type: 'text', ...more }]),
      ),
    },
  },
});
const told = (...[previous, current, again]: [object, object, object]) => {
  const states = [previous, current, again].map((one) => state(one as Record<string, object>));
  const { words, isUnstable } = unstableParts(states[0]!, states[1]!, states[2]!);
  return { words, changes: describeChanges(states[0]!, states[1]!, (change) => !isUnstable(change)) };
};

test('what is another each time is no change', () => {
  expect(told({ at: { default: '1' } }, { at: { default: '2' } }, { at: { default: '3' } })).toEqual({
    words: ['table users: column at'],
    changes: [],
  });
});

test('what stays the same is one, beside it too', () => {
  expect(told({ a: {} }, { a: { notNull: true } }, { a: { notNull: true } })).toEqual({
    words: [],
    changes: ['table users: column a is changed (notNull)'],
  });
});

test('another change of the same column is one', () => {
  const [current, again] = ['2', '3'].map((value) => ({ at: { default: value, notNull: true } }));
  expect(told({ at: { default: '1' } }, current!, again!)).toEqual({
    words: [],
    changes: ['table users: column at is changed (default, notNull)'],
  });
});

test('what no migration has yet is new, whatever it will be', () => {
  expect(told({}, { at: { default: '2' } }, { at: { default: '3' } })).toEqual({
    words: [],
    changes: ['table users: column at is new'],
  });
});
