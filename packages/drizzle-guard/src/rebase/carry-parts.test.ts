import { describe, expect, test } from 'vitest';
import { asMaps, type StateSpec, type TableSpec } from '../../test/snapshots';
import { isMap, type Json } from '../state/json';
import { isSameState } from '../state/same';
import { carry, type Carried, type Clash } from './carry';

const integer = (name: string) => ({ name, type: 'integer' });
const text = (name: string, notNull = false) => ({ name, type: 'text', notNull });
const users: TableSpec = { name: 'users', columns: [integer('id'), text('name')] };
const posts: TableSpec = { name: 'posts', columns: [integer('id')] };
const base: StateSpec = { tables: [users], enums: [{ name: 'mood', values: ['good', 'bad'] }] };
const withColumns = (...columns: TableSpec['columns'][number][]): StateSpec => ({
  ...base,
  tables: [{ ...users, columns: [...users.columns, ...columns] }],
});

function stateIn(carried: Carried): Json {
  if ('clashes' in carried) throw new Error(JSON.stringify(carried.clashes));
  return carried.state;
}

function clashesIn(carried: Carried): Clash[] {
  return 'clashes' in carried ? carried.clashes : [];
}

describe('what only snapshots of maps have', () => {
  const internal = (state: Json, tables: unknown): Json => ({ ...state, internal: tables && { tables } });
  const notes = (...columns: string[]) => ({
    users: { columns: Object.fromEntries(columns.map((name) => [name, { isDefaultAnExpression: true }])) },
  });

  test('how parts are written is merged as they are', () => {
    const [before, mine, theirs] = [notes('a', 'b'), notes('b', 'mine'), notes('a', 'b', 'theirs')].map(
      (tables, at) => internal(asMaps(base, `${at}`), tables),
    );
    expect(stateIn(carry(before!, mine!, theirs!))['internal']).toEqual({
      tables: notes('b', 'theirs', 'mine'),
    });
  });

  test('and where theirs has no such notes, mine are there', () => {
    const mine = internal(asMaps(base), notes('a'));
    expect(stateIn(carry(asMaps(base), mine, asMaps(withColumns(text('x')))))['internal']).toEqual({
      tables: notes('a'),
    });
    const theirs = internal(asMaps(withColumns(text('x'))), notes('x'));
    expect(stateIn(carry(asMaps(base), asMaps(base), theirs))['internal']).toEqual({ tables: notes('x') });
  });

  test('a composite primary key that both make wider is one too many', () => {
    const keyed = (...columns: string[]): Json => {
      const state = asMaps(withColumns(integer('a'), integer('b'), integer('c'), integer('d')));
      const table = (state['tables'] as Record<string, Json>)['public.users']!;
      const name = `users_${columns.join('_')}_pk`;
      return {
        ...state,
        tables: { 'public.users': { ...table, compositePrimaryKeys: { [name]: { name, columns } } } },
      };
    };
    const [clash] = clashesIn(carry(keyed('a', 'b'), keyed('a', 'b', 'c'), keyed('a', 'b', 'd')));
    expect(clash).toEqual({
      what: 'table users: primary key users_a_b_c_pk',
      mine: 'table users: primary key users_a_b_c_pk is there',
      theirs: 'table users: primary key users_a_b_d_pk is the primary key',
    });
    expect(isMap(stateIn(carry(keyed('a', 'b'), keyed('a', 'b', 'c'), keyed('a', 'b')))['tables'])).toBe(
      true,
    );
  });

  test('maps that an older kit has left out are no difference', () => {
    const old = asMaps(base);
    for (const part of ['sequences', 'roles', 'policies', 'views']) delete old[part];
    const state = stateIn(carry(old, asMaps(withColumns(text('x'))), old));
    expect(isSameState(state, asMaps(withColumns(text('x'))))).toBe(true);
    expect(Object.keys(state)).not.toContain('roles');
  });

  test('what is new stands where drizzle-kit would have put it', () => {
    const mine = asMaps(withColumns(text('x')));
    const onto = asMaps({ ...base, tables: [users, posts] });
    const state = stateIn(carry(asMaps(base), mine, onto));
    expect(JSON.stringify(state)).toBe(
      JSON.stringify(asMaps({ ...base, tables: [withColumns(text('x')).tables![0]!, posts] })),
    );
  });
});

test('of a table in a list of which both change what is no part of it, nothing of theirs is lost', () => {
  const row = (more: Json): Json => ({
    version: '8',
    dialect: 'postgres',
    ddl: [
      { entityType: 'tables', schema: 'public', name: 'users', isRlsEnabled: false, comment: null, ...more },
    ],
  });
  const state = stateIn(carry(row({}), row({ isRlsEnabled: true }), row({ comment: 'theirs' })));
  expect(state).toEqual(row({ isRlsEnabled: true, comment: 'theirs' }));
});
