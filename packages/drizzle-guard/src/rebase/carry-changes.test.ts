import { describe, expect, test } from 'vitest';
import type { Json } from '../state/json';
import { carryChanges } from './carry-changes';

const row = (table: string, name: string, more: Json = {}): Json => ({
  ...{ entityType: 'columns', schema: 'public', table, name, type: 'text', ...more },
});
const create = (table: string, name: string, more: Json = {}): Json => ({
  op: 'create',
  row: row(table, name, more),
});
const drop = (table: string, name: string): Json => ({
  op: 'drop',
  key: `columns\u0000["public","${table}","${name}"]`,
});
const alter = (table: string, name: string, set: Json): Json => ({ ...drop(table, name), op: 'alter', set });
const snapshot = (...deltas: Json[]): Json => ({
  ...{
    type: 'diff',
    version: '9',
    dialect: 'postgres',
    id: 'own',
    prevIds: ['base'],
    footprints: ['f'],
    deltas,
  },
});

describe('a snapshot of changes', () => {
  test('stays as it is beside changes of other things', () => {
    const own = snapshot(create('users', 'mine'), drop('users', 'old'));
    const theirs = [snapshot(create('users', 'theirs')), snapshot(create('posts', 'mine'))];
    expect(carryChanges(own, theirs)).toEqual({ state: own, shared: [] });
    expect(carryChanges(own, [])).toEqual({ state: own, shared: [] });
  });

  test('loses what theirs has changed alike, and tells it', () => {
    const own = snapshot(create('users', 'both'), create('users', 'mine'));
    expect(carryChanges(own, [snapshot(create('users', 'both'))])).toEqual({
      state: snapshot(create('users', 'mine')),
      shared: ['create columns users.both'],
    });
    expect(carryChanges(snapshot(drop('users', 'old')), [snapshot(drop('users', 'old'))])).toEqual({
      state: snapshot(),
      shared: ['drop columns users.old'],
    });
  });

  test('is looked at beside all that theirs has made, not only beside the last', () => {
    const theirs = [snapshot(create('users', 'both')), snapshot(create('users', 'more'))];
    expect(carryChanges(snapshot(create('users', 'both')), theirs)).toMatchObject({
      shared: ['create columns users.both'],
    });
  });

  test('clashes with another change of the same thing', () => {
    const own = snapshot(create('users', 'x'), create('users', 'mine'));
    expect(carryChanges(own, [snapshot(create('users', 'x', { type: 'integer' }))])).toEqual({
      clashes: [
        { what: 'columns users.x', mine: 'columns users.x: create', theirs: 'columns users.x: create' },
      ],
    });
    expect(
      carryChanges(snapshot(drop('users', 'x')), [snapshot(alter('users', 'x', { notNull: true }))]),
    ).toEqual({
      clashes: [{ what: 'columns users.x', mine: 'columns users.x: drop', theirs: 'columns users.x: alter' }],
    });
  });

  test('names the schema, where it is not the usual one, and each thing that clashes', () => {
    const own = snapshot(create('a', 'x', { schema: 'crm' }), create('b', 'x'));
    const theirs = snapshot(
      create('a', 'x', { schema: 'crm', type: 'integer' }),
      create('b', 'x', { type: 'date' }),
    );
    expect(carryChanges(own, [theirs])).toMatchObject({
      clashes: [{ what: 'columns crm.a.x' }, { what: 'columns b.x' }],
    });
  });

  test('clashes where theirs has done the same and has undone or changed it since', () => {
    const theirs = [snapshot(create('users', 'x')), snapshot(drop('users', 'x'))];
    expect(carryChanges(snapshot(create('users', 'x')), theirs)).toMatchObject({
      clashes: [{ what: 'columns users.x', theirs: 'columns users.x: create, drop' }],
    });
  });

  test('clashes where it changes a part of a table that theirs has taken away', () => {
    const gone: Json = { op: 'drop', key: 'tables\u0000["public","users"]' };
    expect(carryChanges(snapshot(create('users', 'x')), [snapshot(gone)])).toMatchObject({
      clashes: [{ what: 'columns users.x', theirs: 'tables users: drop' }],
    });
    expect(carryChanges(snapshot(create('posts', 'x')), [snapshot(gone)])).toMatchObject({ shared: [] });
  });

  test('clashes where it takes a table away of which theirs has changed a part', () => {
    const gone: Json = { op: 'drop', key: 'tables\u0000["public","users"]' };
    expect(carryChanges(snapshot(gone), [snapshot(create('users', 'x'))])).toMatchObject({
      clashes: [{ what: 'tables users', theirs: 'columns users.x: create' }],
    });
  });

  test('without changes, or with what is none, says nothing', () => {
    expect(carryChanges({ id: 'own' }, [snapshot(create('a', 'x'))])).toEqual({
      state: { id: 'own', deltas: [] },
      shared: [],
    });
    expect(carryChanges(snapshot(create('a', 'x')), [{ deltas: 'none' }, {}])).toMatchObject({ shared: [] });
  });

  test('the order of keys in a change is no difference', () => {
    const turned = { row: Object.fromEntries(Object.entries(row('users', 'x')).reverse()), op: 'create' };
    expect(carryChanges(snapshot(create('users', 'x')), [snapshot(turned)])).toMatchObject({
      shared: ['create columns users.x'],
    });
  });
});
