import { expect, test } from 'vitest';
import type { Ended } from '../engines/shadow/attempt';
import { apartIn } from './apart';

type Rows = Ended['rows'][number]['rows'];

function ended(definitions: Record<string, string>, rows: Record<string, Rows> = {}): Ended {
  return {
    catalog: Object.entries(definitions).map(([object, definition]) => ({ object, of: null, definition })),
    rows: Object.entries(rows).map(([table, held]) => ({ table, rows: held })),
  };
}

test('what is another, and what is there in one alone', () => {
  const one = ended({ 'column t.a': 'text', 'column t.b': 'integer', 'table t': '' });
  const other = ended({ 'column t.a': 'integer', 'table t': '', 'view v': 'select 1' });
  expect(apartIn(one, other, null)).toEqual([
    { object: 'column t.a', one: 'text', other: 'integer' },
    { object: 'column t.b', one: 'integer', other: null },
    { object: 'view v', one: null, other: 'select 1' },
  ]);
  expect(apartIn(one, one, null)).toEqual([]);
});

test('two things of one name are both looked at', () => {
  const twice = (second: string): Ended => ({
    catalog: ['a', second].map((definition) => ({ object: 'policy p of t', of: null, definition })),
    rows: [],
  });
  expect(apartIn(twice('b'), twice('c'), null)).toEqual([
    { object: 'policy p of t', one: 'a; b', other: 'a; c' },
  ]);
});

test('rows are compared as a set, by column', () => {
  const one = ended(
    {},
    {
      t: [
        { a: '1', b: 'x' },
        { a: '2', b: 'y' },
      ],
    },
  );
  const turned = ended(
    {},
    {
      t: [
        { a: '2', b: 'y' },
        { a: '1', b: 'x' },
      ],
    },
  );
  expect(apartIn(one, turned, null)).toEqual([]);
  const crossed = ended(
    {},
    {
      t: [
        { a: '1', b: 'y' },
        { a: '2', b: 'x' },
      ],
    },
  );
  expect(apartIn(one, crossed, null)).toMatchObject([{ object: 'rows of t' }]);
});

test('of very many rows only whether they are the same', () => {
  const many = (hash: string) => ended({}, { t: `9000 rows, ${hash}` });
  expect(apartIn(many('a'), many('a'), null)).toEqual([]);
  expect(apartIn(many('a'), many('b'), null)).toHaveLength(1);
  // What another run of the same gives otherwise says nothing.
  expect(apartIn(many('a'), many('b'), many('c'))).toEqual([]);
});

test('columns that are another each time are left out, and nothing else of their table', () => {
  const at = (time: string, note: string) => ended({}, { t: [{ id: '1', at: time, note }] });
  expect(apartIn(at('10:00', 'x'), at('10:01', 'x'), at('10:02', 'x'))).toEqual([]);
  expect(apartIn(at('10:00', 'x'), at('10:01', 'y'), at('10:02', 'x'))).toEqual([
    { object: 'rows of t', one: '{"id":"1","note":"x"}', other: '{"id":"1","note":"y"}' },
  ]);
});

test('so is what a catalog says otherwise each time; what differs beside it is told', () => {
  const one = ended({ 'column t.a': 'default 1', 'sequence s': 'start 17' });
  const other = ended({ 'column t.a': 'default 2', 'sequence s': 'start 18' });
  const again = ended({ 'column t.a': 'default 1', 'sequence s': 'start 19' });
  expect(apartIn(one, other, again)).toEqual([
    { object: 'column t.a', one: 'default 1', other: 'default 2' },
  ]);
});

test('a table that has more rows each time is not compared', () => {
  const of = (count: number) =>
    ended({}, { t: Array.from({ length: count }, (_, at) => ({ id: String(at) })) });
  expect(apartIn(of(1), of(2), of(3))).toEqual([]);
  expect(apartIn(of(1), of(2), of(1))).toHaveLength(1);
});
