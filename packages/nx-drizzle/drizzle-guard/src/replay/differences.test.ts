import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CatalogEntry } from '../engines/shadow/shadow';
import { differencesBetween } from './differences';

const users: CatalogEntry = { object: 'table users', of: null, definition: '' };
const column = (name: string, definition: string): CatalogEntry => ({
  object: `column users.${name}`,
  of: 'table users',
  definition,
});
const words = (sql: CatalogEntry[], snapshot: CatalogEntry[]) =>
  differencesBetween(sql, snapshot).map((difference) => difference.words);

test('what is on one side only, and what is something else', () => {
  expect(
    words(
      [users, column('age', 'integer'), column('id', 'integer')],
      [users, column('id', 'text, not null')],
    ),
  ).toEqual([
    'column users.age is in the SQL and not in the snapshot',
    'column users.id is `integer` in the SQL and `text, not null` in the snapshot',
  ]);
  expect(words([users], [{ ...users, definition: 'row level security' }])).toEqual([
    'table users is without options in the SQL and `row level security` in the snapshot',
  ]);
});

test('of a table that is not there its parts are not named', () => {
  expect(words([], [users, column('id', 'text')])).toEqual([
    'table users is in the snapshot and not in the SQL',
  ]);
});

test('what no snapshot knows is no difference', () => {
  expect(words([{ object: 'function f()', of: null, definition: 'x' }], [])).toEqual([]);
});

const entries = fc.uniqueArray(
  fc.record({
    object: fc.constantFrom('column users.a', 'column users.b', 'enum e', 'table users', 'view v'),
    of: fc.constant(null),
    definition: fc.constantFrom('', 'x', 'y'),
  }),
  { selector: ({ object }) => object },
);

test('equal databases have none, and both sides see the same objects', () => {
  fc.assert(
    fc.property(entries, entries, (one, other) => {
      expect(differencesBetween(one, one.toReversed())).toEqual([]);
      const objects = (a: CatalogEntry[], b: CatalogEntry[]) =>
        differencesBetween(a, b).map(({ object }) => object);
      expect(objects(one, other)).toEqual(objects(other, one));
    }),
  );
});
