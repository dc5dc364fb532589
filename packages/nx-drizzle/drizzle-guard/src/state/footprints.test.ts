import { expect, test } from 'vitest';
import { footprintsApart, footprintsIn, wordsOfFootprint } from './footprints';

const footprint = (statementType: string, statementTarget: string[], more: object = {}) =>
  footprintsIn({ footprints: [{ statementType, statementTarget, writes: [], reads: [], ...more }] })[0]!;
const NOTE = ['column', 'public', 'orders', 'note'];

const add = footprint('add_column', NOTE, { writes: ['s|col|note'], reads: ['n|tbl|orders'] });
const drop = footprint('drop_table', ['table', 'public', 'orders'], { writes: ['n|tbl|orders'] });
const other = footprint('add_column', [...NOTE.slice(0, 3), 'x'], {
  writes: ['s|col|x'],
  reads: ['n|tbl|orders'],
});

test('one writes what the other writes or rests on', () => {
  expect(footprintsApart([other, add], [drop])).toEqual([add, drop]);
  expect(footprintsApart([drop], [add])).toEqual([drop, add]);
  expect(footprintsApart([add], [add])).toEqual([add, add]);
  expect(footprintsApart([add], [other])).toBeNull();
  expect(footprintsApart([], [drop])).toBeNull();
});

test('what is written together with others counts on one side', () => {
  const value = footprint('alter_enum', ['enum', 'public', 'mood'], { sharedWrites: ['e|mood'] });
  const use = footprint('add_column', NOTE, { writes: [], reads: ['e|mood'] });
  expect(footprintsApart([use], [value])).toEqual([use, value]);
  expect(footprintsApart([value], [value])).toBeNull();
});

test('the same statement that may run twice is no matter', () => {
  const same = footprint('alter_column', NOTE, { writes: ['s|col|note'], sqlHash: 'ab' });
  expect(footprintsApart([same], [same])).toBeNull();
  expect(footprintsApart([same], [{ ...same, sqlHash: 'cd' }])).not.toBeNull();
});

test('in words', () => {
  expect(wordsOfFootprint(add)).toBe('add column orders.note');
  expect(wordsOfFootprint(drop)).toBe('drop table orders');
  expect(wordsOfFootprint(footprint('create_fk', ['table', 'crm', 'orders']))).toBe(
    'create fk at table crm.orders',
  );
  expect(wordsOfFootprint(footprint('create_schema', ['schema', 'public']))).toBe('create schema public');
});

test('a snapshot without them, or of another form, has none', () => {
  expect(footprintsIn({})).toEqual([]);
  expect(footprintsIn({ footprints: [null, { writes: 1 }] })).toMatchObject([{ writes: [], sqlHash: null }]);
});
