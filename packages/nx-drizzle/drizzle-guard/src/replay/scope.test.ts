import { expect, test } from 'vitest';
import type { CatalogEntry } from '../engines/shadow/shadow';
import { NO_FILTERS, schemasOf, within, type Filters, type Scope } from './scope';

const alone = (object: string, of: string | null = null): CatalogEntry => ({ object, of, definition: '' });

function split(objects: string[], scope: Partial<Scope> = {}) {
  const whole = { schemas: new Set(['public']), objects: new Set<string>(), filters: NO_FILTERS, ...scope };
  const { own, leftOut } = within(
    objects.map((object) => alone(object)),
    whole,
  );
  return { own: own.map(({ object }) => object), ...leftOut };
}

test('what lies in other schemas is left out, and by its schema said', () => {
  expect(
    split(['table public.a', 'table auth.users', 'enum auth.kind', 'schema auth', 'schema empty'], {
      objects: new Set(['schema empty']),
    }),
  ).toEqual({ own: ['table public.a', 'schema empty'], schemas: ['auth'], filtered: [], extensions: [] });
});

test('extensions are left out, but for those that migrations make', () => {
  expect(split(['extension a', 'extension b'], { objects: new Set(['extension b']) })).toMatchObject({
    own: ['extension b'],
    extensions: ['a'],
  });
});

test('parts go with their table', () => {
  const scope: Scope = { schemas: null, objects: new Set(), filters: { tables: ['!old'], schemas: [] } };
  const entries = [alone('index by_name', 'table users'), alone('index by_age', 'table old')];
  expect(within(entries, scope).own).toEqual([entries[0]]);
  expect(within(entries, scope).leftOut.filtered).toEqual(['table old']);
});

// What drizzle-kit's own reading gives (prepareTablesFilter of 1.0; pgPushIntrospect of 0.31 is the same).
test.each([
  [['shop_*'], ['shop_a']],
  [['!legacy'], ['shop_a', 'users']],
  [
    ['shop_*', '!shop_a'],
    ['legacy', 'users'],
  ],
  [
    ['users', 'legacy'],
    ['legacy', 'users'],
  ],
  [[''], []],
])('tables through %j', (tables, left) => {
  const names = ['legacy', 'shop_a', 'users'];
  const scope: Scope = { schemas: null, objects: new Set(), filters: { tables, schemas: [] } };
  const { own } = within(
    names.map((name) => alone(`table ${name}`)),
    scope,
  );
  expect(own.map(({ object }) => object.slice('table '.length))).toEqual(left);
});

test('schemas through a filter; what migrations make stays', () => {
  const filters: Filters = { tables: [], schemas: ['shop'] };
  expect(
    split(['table shop.a', 'table public.b', 'function public.f()', 'table public.made'], {
      ...{ schemas: new Set(['public', 'shop']), filters },
      objects: new Set(['table public.made']),
    }),
  ).toMatchObject({
    own: ['table shop.a', 'table public.made'],
    filtered: ['function public.f()', 'table public.b'],
  });
});

test('the schemas in which something is', () => {
  const entries = [
    ...[alone('table public.users'), alone('column crm.notes.a', 'table crm.notes')],
    ...[alone('materialized view stats.sums'), alone('function "odd name".f(integer)')],
    ...[alone('enum auth.kind'), alone('schema empty'), alone('extension citext')],
  ];
  expect([...schemasOf(entries)].sort()).toEqual(['"odd name"', 'auth', 'crm', 'public', 'stats']);
});
