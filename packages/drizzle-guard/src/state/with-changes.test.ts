import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asList, asMaps, states, type TableSpec } from '../../test/snapshots';
import { changesBetween } from './changes';
import { subjectOf } from './compare';
import { isMap, type Json } from './json';
import { isSameState } from './same';
import { withChanges } from './with-changes';

const users: TableSpec = { name: 'users', columns: [{ name: 'id', type: 'integer' }] };
const posts: TableSpec = { name: 'posts', columns: [{ name: 'id', type: 'integer' }] };

describe('a snapshot with changes', () => {
  test('has them, and keeps its id and all that is not about them', () => {
    const [before, after] = [
      asMaps({ tables: [users] }, 'before'),
      asMaps({ tables: [users, posts] }, 'after'),
    ];
    const changed = withChanges(before, changesBetween(before, after));
    expect(changed).toEqual({ ...after, id: 'before' });
    expect(before).toEqual(asMaps({ tables: [users] }, 'before'));
  });

  test('has new columns behind those that it had, as drizzle-kit writes them', () => {
    const wider = { ...users, columns: [...users.columns, { name: 'age', type: 'integer' }] };
    const [before, after] = [asMaps({ tables: [users] }), asMaps({ tables: [wider] })];
    expect(JSON.stringify(withChanges(before, changesBetween(before, after)))).toBe(JSON.stringify(after));
  });

  test('of a table alone, without its parts', () => {
    const before = asMaps({ tables: [{ ...users, checks: [{ name: 'positive', value: 'id > 0' }] }] });
    const after = asMaps({ tables: [{ ...users, rowLevelSecurity: true }] });
    const [table] = changesBetween(before, after);
    expect(subjectOf(table!).kind).toBe('table');
    const changed = withChanges(before, [table!]) as { tables: Record<string, Json> };
    expect(changed.tables['public.users']).toMatchObject({
      isRLSEnabled: true,
      checkConstraints: { positive: { value: 'id > 0' } },
    });
  });

  test('makes a map where there was none, and none for what goes', () => {
    const old = { version: '7', tables: { 'public.users': { name: 'users', schema: '' } } };
    const after = asMaps({ tables: [users], enums: [{ name: 'mood', values: ['good'] }] });
    const changed = withChanges(old, changesBetween(old, after));
    expect(changed).toMatchObject({ enums: { 'public.mood': { values: ['good'] } } });
    expect(changesBetween(changed, after)).toEqual([]);
    expect(withChanges(old, changesBetween(after, old))).toEqual(old);
  });

  test('of thousands of tables is made in a moment, however many of them change', () => {
    const tables = Array.from({ length: 20_000 }, (_, at) => ({ ...users, name: `users_${at}` }));
    const [before, after] = [asMaps({ tables }), asMaps({ tables: [posts] })];
    expect(withChanges(before, changesBetween(before, after))).toEqual(after);
  });

  test('shares nothing with what it was made of', () => {
    const [before, after] = [asMaps({}), asMaps({ tables: [users] })];
    const changed = withChanges(before, changesBetween(before, after)) as { tables: Record<string, Json> };
    (changed.tables['public.users'] as { columns: Json }).columns = {};
    expect(after).toEqual(asMaps({ tables: [users] }));
  });
});

describe.each([
  ['maps', asMaps],
  ['lists', asList],
] as const)('laws, in the form of %s', (_form, formOf) => {
  test('with all that differs it is the other', () => {
    fc.assert(
      fc.property(states, states, (one, other) => {
        const [before, after] = [formOf(one), formOf(other, '2')];
        const changed = withChanges(before, changesBetween(before, after));
        expect(changesBetween(changed, after)).toEqual([]);
        expect(isSameState(changed, after)).toBe(true);
      }),
    );
  });

  test('with one of the changes, that one is no difference any more, and the others stay', () => {
    fc.assert(
      fc.property(states, states, fc.nat(), (one, other, pick) => {
        const [before, after] = [formOf(one), formOf(other)];
        const changes = changesBetween(before, after);
        fc.pre(changes.length > 0);
        const taken = changes[pick % changes.length]!;
        const left = changesBetween(withChanges(before, [taken]), after).map(
          (change) => subjectOf(change).key,
        );
        expect(left.sort()).toEqual(
          changes
            .map((change) => subjectOf(change).key)
            .filter((key) => key !== subjectOf(taken).key)
            .sort(),
        );
      }),
    );
  });

  test('there and back again it is what it was', () => {
    fc.assert(
      fc.property(states, states, (one, other) => {
        const [before, after] = [formOf(one), formOf(other)];
        const there = withChanges(before, changesBetween(before, after));
        expect(isSameState(withChanges(there, changesBetween(after, before)), before)).toBe(true);
      }),
    );
  });
});

describe('what differs between two snapshots', () => {
  test('is nothing where they hold the same state, and something where they do not', () => {
    fc.assert(
      fc.property(states, states, (one, other) => {
        const [before, after] = [asMaps(one), asMaps(other, '2')];
        expect(changesBetween(before, asMaps(one, '2'))).toEqual([]);
        expect(changesBetween(before, after).length === 0).toBe(isSameState(before, after));
      }),
    );
  });

  test('does not hang on the order of keys', () => {
    fc.assert(
      fc.property(states, (spec) => {
        expect(changesBetween(asMaps(spec), reversed(asMaps(spec)) as Json)).toEqual([]);
      }),
    );
  });

  test('is the same in either form', () => {
    const said = (before: Json, after: Json) =>
      changesBetween(before, after)
        .map((change) => {
          const { kind, table, name } = subjectOf(change);
          return JSON.stringify([kind, table, name, change.before !== null, change.after !== null]);
        })
        .sort();
    fc.assert(
      fc.property(states, states, (one, other) => {
        expect(said(asList(one), asList(other))).toEqual(said(asMaps(one), asMaps(other)));
      }),
    );
  });

  test('is each leaf that is changed', () => {
    fc.assert(
      fc.property(states, fc.nat(), (spec, pick) => {
        const {
          id: _,
          prevId: _parent,
          version: _version,
          dialect: _dialect,
          _meta,
          ...state
        } = asMaps(spec);
        const leaves = leavesOf(state);
        fc.pre(leaves.length > 0);
        const changed = withLeaf(state, leaves[pick % leaves.length]!);
        expect(changesBetween(state, changed)).toHaveLength(1);
        expect(changesBetween(changed, state)).toHaveLength(1);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reversed(inner)]);
  return Object.fromEntries(entries.reverse());
}

function leavesOf(value: Json, path: string[] = []): string[][] {
  return Object.entries(value).flatMap(([key, inner]) =>
    isMap(inner) ? leavesOf(inner, [...path, key]) : [[...path, key]],
  );
}

function withLeaf(value: Json, [key, ...rest]: string[]): Json {
  const inner = value[key!];
  return { ...value, [key!]: rest.length > 0 ? withLeaf(inner as Json, rest) : ['was', inner] };
}
