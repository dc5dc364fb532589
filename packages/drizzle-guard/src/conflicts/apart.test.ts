import { expect, test } from 'vitest';
import type { Ended } from '../engines/shadow/attempt';
import { apartIn, apartWhereSteady } from './apart';

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
  expect(apartIn(one, other)).toEqual([
    { object: 'column t.a', one: 'text', other: 'integer' },
    { object: 'column t.b', one: 'integer', other: null },
    { object: 'view v', one: null, other: 'select 1' },
  ]);
  expect(apartIn(one, one)).toEqual([]);
});

test('two things of one name are both looked at', () => {
  const twice = (second: string): Ended => ({
    catalog: ['a', second].map((definition) => ({ object: 'policy p of t', of: null, definition })),
    rows: [],
  });
  expect(apartIn(twice('b'), twice('c'))).toEqual([{ object: 'policy p of t', one: 'a; b', other: 'a; c' }]);
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
  expect(apartIn(one, turned)).toEqual([]);
  const crossed = ended(
    {},
    {
      t: [
        { a: '1', b: 'y' },
        { a: '2', b: 'x' },
      ],
    },
  );
  expect(apartIn(one, crossed)).toMatchObject([{ object: 'rows of t' }]);
});

test('of very many rows only whether they are the same', () => {
  const many = (hash: string) => ended({}, { t: `9000 rows, ${hash}` });
  expect(apartIn(many('a'), many('a'))).toEqual([]);
  expect(apartIn(many('a'), many('b'))).toHaveLength(1);
  expect(apartWhereSteady([many('a'), many('a')], [many('b'), many('b')])).toHaveLength(1);
  // What another run of the same gives otherwise says nothing.
  expect(apartWhereSteady([many('a'), many('c')], [many('b'), many('b')])).toEqual([]);
});

test('values that are another each time are left out, and nothing else of their table', () => {
  const at = (time: string, note: string) => ended({}, { t: [{ id: '1', at: time, note }] });
  const first = [at('10:00', 'x'), at('10:02', 'x')] as const;
  expect(apartWhereSteady(first, [at('10:01', 'x'), at('10:03', 'x')])).toEqual([]);
  expect(apartWhereSteady(first, [at('10:01', 'y'), at('10:03', 'y')])).toEqual([
    {
      object: 'rows of t',
      one: '{"id":"1","at":"(another each time)","note":"x"}',
      other: '{"id":"1","at":"(another each time)","note":"y"}',
    },
  ]);
  // A value that is the same each time where the other has a random one.
  expect(apartWhereSteady(first, [at('never', 'x'), at('never', 'x')])).toHaveLength(1);
});

test('so is what a catalog says otherwise each time; what differs beside it is told', () => {
  const of = (value: string, start: string) =>
    ended({ 'column t.a': `default ${value}`, 'sequence s': `start ${start}` });
  expect(apartWhereSteady([of('1', '17'), of('1', '19')], [of('2', '18'), of('2', '20')])).toEqual([
    { object: 'column t.a', one: 'default 1', other: 'default 2' },
  ]);
});

test('how many rows there are counts, whatever they hold', () => {
  const of = (...ids: string[]) => ended({}, { t: ids.map((id) => ({ id })) });
  expect(apartWhereSteady([of('a'), of('b')], [of('c', 'd'), of('e', 'f')])).toHaveLength(1);
  expect(apartWhereSteady([of('a', 'b'), of('c', 'd')], [of('e', 'f'), of('g', 'h')])).toEqual([]);
});
