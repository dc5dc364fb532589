import { describe, expect, test } from 'vitest';
import { asMaps } from '../../test/snapshots';
import type { Migration, Snapshot } from '../history/history';
import type { Json } from '../state/json';
import { idOf } from './new-id';
import { snapshotText, withIds, type Placed } from './placed';

const migration = (id: string, ...parents: string[]): Migration =>
  ({ tag: `0001_${id}`, snapshot: { id, parents } as Snapshot }) as Migration;
const placed = (of: Migration, state: Json, own: Json): Placed => ({
  ...{ migration: of, tag: '0002_mine', timestamp: 1, state, own, dropped: [] },
});
const users = asMaps({ tables: [{ name: 'users', columns: [{ name: 'id', type: 'integer' }] }] }, 'theirs');
const own = (id: string, prevId: string): Json => ({ ...asMaps({}, id), prevId });

describe('the snapshots of what was moved', () => {
  test('each continue the one before, the first what it was put behind', () => {
    const [first, second] = withIds(
      [
        placed(migration('a', 'base'), users, own('a', 'base')),
        placed(migration('b', 'a'), users, own('b', 'a')),
      ],
      ['head'],
    );
    expect(first).toMatchObject({ id: idOf('a', ['head']), prevId: 'head' });
    expect(second).toMatchObject({ id: idOf('b', [first!['id'] as string]), prevId: first!['id'] });
  });

  test('have ids that are neither those of theirs nor their old ones', () => {
    const [first] = withIds([placed(migration('a', 'base'), users, own('a', 'base'))], ['theirs']);
    expect(['a', 'base', 'theirs']).not.toContain(first!['id']);
    expect(withIds([placed(migration('a', 'base'), users, own('a', 'base'))], ['theirs'])).toEqual([first]);
  });

  test('keep their ids where they continue what they continued', () => {
    const all = [
      placed(migration('a', 'base'), users, own('a', 'base')),
      placed(migration('b', 'a'), users, own('b', 'a')),
    ];
    expect(withIds(all, ['base']).map(({ id, prevId }) => [id, prevId])).toEqual([
      ['a', 'base'],
      ['b', 'a'],
    ]);
  });

  test('say the state, and of themselves what they have noted', () => {
    const noted = { ...own('a', 'base'), _meta: { tables: { x: 'y' } } };
    const [first] = withIds([placed(migration('a', 'base'), users, noted)], ['head']);
    expect(first).toEqual({ ...users, _meta: noted._meta, id: idOf('a', ['head']), prevId: 'head' });
    // Where drizzle-kit has them.
    expect(Object.keys(first!)).toEqual(Object.keys(users));
  });

  test('have a list of parents where their own do, and several where they join several', () => {
    const list = {
      ...{ version: '8', dialect: 'sqlite', id: 'a', prevIds: ['base'] },
      ddl: [],
      renames: ['own'],
    };
    const theirs = { ...list, id: 'theirs', prevIds: ['base'], renames: ['theirs'] };
    const [first] = withIds([placed(migration('a', 'base'), theirs, list)], ['left', 'right']);
    expect(first).toEqual({
      ...theirs,
      renames: ['own'],
      id: idOf('a', ['left', 'right']),
      prevIds: ['left', 'right'],
    });
    expect('prevId' in first!).toBe(false);
  });

  test('of changes hold those that were carried over, and not what theirs has too', () => {
    const delta = (name: string) => ({ op: 'create', row: { entityType: 'columns', name } });
    const diff = {
      type: 'diff',
      version: '9',
      id: 'a',
      prevIds: ['base'],
      footprints: ['f'],
      deltas: [delta('both'), delta('mine')],
    };
    const carried = { ...diff, deltas: [delta('mine')] };
    const [first] = withIds([placed(migration('a', 'base'), carried, diff)], ['head']);
    expect(first).toEqual({ ...carried, id: idOf('a', ['head']), prevIds: ['head'] });
  });

  test('leave what they were made of alone', () => {
    const [state, mine] = [structuredClone(users), own('a', 'base')];
    withIds([placed(migration('a', 'base'), state, mine)], ['head']);
    expect(state).toEqual(users);
    expect(mine).toEqual(own('a', 'base'));
  });

  test('are none where none was moved', () => {
    expect(withIds([], ['head'])).toEqual([]);
  });
});

test('a snapshot is written as drizzle-kit does: two spaces, no line break at the end', () => {
  expect(snapshotText({ id: 'a', tables: {} })).toBe('{\n  "id": "a",\n  "tables": {}\n}');
});
