import { describe, expect, test } from 'vitest';
import type { CatalogEntry } from '../engines/shadow/shadow';
import { comparedByName, liveDifferences, newSince, type Held } from './live-differences';

const table = (name: string): CatalogEntry => ({ object: `table ${name}`, of: null, definition: '' });
const column = (of: string, name: string, definition = 'text'): CatalogEntry => ({
  object: `column ${of}.${name}`,
  of: `table ${of}`,
  definition,
});
const alone = (object: string, definition: string): CatalogEntry => ({ object, of: null, definition });
const held = (entries: CatalogEntry[], major: number | null = 18): Held => ({ entries, major });

function words(live: Held, given: Held, ...schemas: string[]): string[] {
  return liveDifferences(live, given, new Set(schemas)).map((one) => one.words);
}

const USERS = [table('public.users'), column('public.users', 'name')];

describe('what differs between a database and what its migrations give', () => {
  test('each way in which it can', () => {
    expect(
      words(
        held([...USERS, column('public.users', 'nick'), column('public.users', 'age', 'integer')]),
        held([...USERS, column('public.users', 'mail'), column('public.users', 'age', 'text, not null')]),
      ),
    ).toEqual([
      'column public.users.age is `integer` in the database and `text, not null` by its migrations',
      'column public.users.mail is in the migrations and not in the database',
      'column public.users.nick is in the database and in no migration',
    ]);
    expect(words(held(USERS), held(USERS))).toEqual([]);
  });

  test('of a table that one of them lacks its parts are not named', () => {
    expect(words(held([...USERS, table('public.t'), column('public.t', 'a')]), held(USERS))).toEqual([
      'table public.t is in the database and in no migration',
    ]);
  });

  test('what others have in schemas of their own is none of ours; in one of ours it is', () => {
    const theirs = [table('auth.users'), column('auth.users', 'id'), alone('enum auth.kind', "'a'")];
    expect(words(held([...USERS, ...theirs]), held(USERS))).toEqual([]);
    expect(words(held([...USERS, ...theirs]), held(USERS), 'auth')).toHaveLength(2);
    expect(words(held(theirs), held([table('auth.mine')]))).toHaveLength(3);
    expect(words(held([table('public.t')]), held([]))).toHaveLength(1);
  });

  test('a schema or an extension that migrations make is missed; of others nothing is told', () => {
    const made = [alone('schema crm', ''), alone('extension citext', '')];
    expect(words(held([]), held(made))).toEqual([
      'extension citext is in the migrations and not in the database',
      'schema crm is in the migrations and not in the database',
    ]);
    expect(words(held(made), held([]))).toEqual([]);
    // One that migrations make for others (CREATE SCHEMA IF NOT EXISTS auth), who put their tables into it.
    const theirs = [alone('schema auth', ''), table('auth.users')];
    expect(words(held(theirs), held([alone('schema auth', '')]))).toEqual([]);
  });

  test('what a filter takes out is none of theirs, unless they make it', () => {
    const filters = { tables: ['shop_*'], schemas: [] };
    const others = [table('public.shop_a'), table('public.other'), column('public.other', 'a')];
    const given = held([table('public.users')]);
    const found = liveDifferences(held([...others]), given, new Set(), filters).map(({ words }) => words);
    expect(found).toEqual([
      'table public.shop_a is in the database and in no migration',
      'table public.users is in the migrations and not in the database',
    ]);
  });

  test('SQLite has no schemas', () => {
    expect(words(held([table('t')], null), held([], null))).toEqual([
      'table t is in the database and in no migration',
    ]);
  });

  test.each([
    ['a view', alone('view public.v', ' SELECT users.id FROM users'), ' SELECT id FROM users'],
    ['a materialized view', alone('materialized view public.v', ' SELECT users.id'), ' SELECT id'],
    [
      'a policy with a query',
      alone('policy p of public.t', '(id IN ( SELECT n.id FROM n))'),
      '(id IN ( SELECT id FROM n))',
    ],
    [
      'a function with a body of SQL',
      alone('function public.f()', 'CREATE …\nBEGIN ATOMIC\n SELECT n.id'),
      'CREATE …\nBEGIN ATOMIC\n SELECT id',
    ],
  ])('%s is compared at equal major versions only', (_, entry, definition) => {
    const other = { ...entry, definition };
    expect(words(held([entry]), held([other]))).toHaveLength(1);
    expect(words(held([entry], 15), held([other]))).toEqual([]);
    expect(words(held([], 15), held([other]))).toHaveLength(1);
    expect(comparedByName(held([entry], 15), held([other]))).toEqual([entry.object]);
    expect(comparedByName(held([entry]), held([other]))).toEqual([]);
  });

  test('what holds no query is compared whatever the version', () => {
    expect(
      words(
        held([alone('policy p of public.t', 'using true')], 15),
        held([alone('policy p of public.t', 'using false')]),
      ),
    ).toHaveLength(1);
    expect(
      words(held([alone('function public.f()', 'a')], 15), held([alone('function public.f()', 'b')])),
    ).toHaveLength(1);
  });
});

describe('what is new since a run', () => {
  const differences = (live: CatalogEntry[], given: CatalogEntry[]) =>
    liveDifferences(held(live), held(given), new Set());
  const split = (before: [CatalogEntry[], CatalogEntry[]], after: [CatalogEntry[], CatalogEntry[]]) => {
    const { fresh, older } = newSince(differences(...before), differences(...after));
    return { fresh: fresh.map(({ object }) => object), older: older.map(({ object }) => object) };
  };

  test('a column made by hand is older, also where the run changes it', () => {
    const by = (definition: string) => [table('public.users'), column('public.users', 'age', definition)];
    expect(split([by('varchar'), by('text')], [by('varchar, not null'), by('text, not null')])).toEqual({
      fresh: [],
      older: ['column public.users.age'],
    });
  });

  test('a table made by hand is older until a migration means to make it', () => {
    const theirs = [table('public.tags'), column('public.tags', 'x')];
    const ours = [table('public.tags'), column('public.tags', 'a')];
    expect(split([theirs, []], [theirs, []])).toEqual({ fresh: [], older: ['table public.tags'] });
    expect(split([theirs, []], [theirs, ours])).toEqual({
      fresh: ['column public.tags.a', 'column public.tags.x'],
      older: [],
    });
  });

  test('so is an index, of which only the definition tells', () => {
    const index = (definition: string) => alone('index public.i', definition);
    expect(split([[index('ON a')], []], [[index('ON a')], [index('ON b')]])).toEqual({
      fresh: ['index public.i'],
      older: [],
    });
  });

  test('what is mended is neither', () => {
    expect(split([[], USERS], [USERS, USERS])).toEqual({ fresh: [], older: [] });
  });
});
