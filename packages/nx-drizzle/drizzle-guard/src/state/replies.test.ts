import { describe, expect, test } from 'vitest';
import { asList, asMaps, type StateSpec } from '../../test/snapshots';
import { questionAbout, type Wanted } from './ask-of-list';
import { askOfMaps } from './ask-of-maps';
import { entitiesOf } from './entities';
import type { Entity } from './entity';
import { createdIn } from './question';
import { answering, flagsFor, readReplies, wordsOf, type Reply } from './replies';

const column = (name: string, type = 'text') => ({ name, type });
const table = (name: string, columns: string[], schema?: string) => ({
  ...{ name, columns: columns.map((one) => column(one)) },
  ...(schema === undefined ? {} : { schema }),
});

function repliesOf(renames: string[], creates: string[]): Reply[] {
  const read = readReplies(renames, creates);
  if ('unreadable' in read) throw new Error(read.unreadable);
  return read.replies;
}

/** What drizzle-kit 0.31 asks between two states, and what comes of these answers. */
function asked(before: StateSpec, after: StateSpec, renames: string[] = [], creates: string[] = []) {
  const [was, is]: [Entity[], Entity[]] = [entitiesOf(asMaps(before)), entitiesOf(asMaps(after))];
  const { answer, outcome } = answering(repliesOf(renames, creates), createdIn(was, is));
  askOfMaps(was, is, answer);
  const { asked: all, refused } = outcome();
  const open = all.filter(({ isAnswered }) => !isAnswered);
  return { words: all.map(wordsOf), open: open.map(wordsOf), flags: flagsFor(all).join(' '), refused };
}

const USERS = { tables: [table('users', ['id', 'name'])] };
const TITLED = { tables: [table('users', ['id', 'title'])] };

describe('what is asked', () => {
  test('of a column: what is like it is taken for it, and else it is new', () => {
    expect(asked(USERS, TITLED)).toMatchObject({
      words: ['column users.title: renamed from users.name, or new?'],
      flags: '--rename users.name=users.title',
    });
    const otherwise = { tables: [{ name: 'users', columns: [column('id'), column('title', 'integer')] }] };
    expect(asked(USERS, otherwise).flags).toBe('--create users.title');
  });

  test('nothing where nothing of the kind is gone, or new', () => {
    const wider = { tables: [table('users', ['id', 'name', 'title'])] };
    expect(asked(USERS, wider).words).toEqual([]);
    expect(asked(wider, USERS).words).toEqual([]);
    expect(asked(USERS, { ...USERS, enums: [{ name: 'mood', values: [] }] }).words).toEqual([]);
  });

  test('of columns in what may be another table only if it is', () => {
    const people = { tables: [table('people', ['id', 'title'])] };
    expect(asked(USERS, people).flags).toBe('--rename users=people --rename users.name=people.title');
    expect(asked(USERS, people, [], ['people']).flags).toBe('--create people');
  });

  test('of what is in a schema that has another name only what is another there', () => {
    const before = { schemas: ['crm'], tables: [table('users', ['id'], 'crm')] };
    const after = { schemas: ['sales'], tables: [table('users', ['key'], 'sales')] };
    const withSchemas = ({ schemas, ...spec }: StateSpec & { schemas: string[] }) =>
      entitiesOf({ ...asMaps(spec), schemas: Object.fromEntries(schemas.map((name) => [name, name])) });
    const { answer, outcome } = answering([], []);
    askOfMaps(withSchemas(before), withSchemas(after), answer);
    expect(flagsFor(outcome().asked)).toEqual([
      '--rename crm=sales',
      '--rename crm.users.id=sales.users.key',
    ]);
  });

  test('what was taken is not there to be taken again', () => {
    const both = { tables: [table('users', ['id', 'title', 'city'])] };
    expect(asked(USERS, both).words).toEqual(['column users.title: renamed from users.name, or new?']);
    expect(asked(USERS, both, [], ['users.title']).words).toEqual([
      'column users.title: renamed from users.name, or new?',
      'column users.city: renamed from users.name, or new?',
    ]);
  });
});

describe('answers', () => {
  test.each(['users.name=users.title', 'public.users.name=users.title', '"users"."name"=public.users.title'])(
    '%s',
    (pair) => {
      expect(asked(USERS, TITLED, [pair])).toMatchObject({ open: [], refused: [] });
    },
  );

  test('of a column of a renamed table with the name of either', () => {
    const people = { tables: [table('people', ['id', 'title'])] };
    for (const pair of ['users.name=people.title', 'people.name=people.title', 'users.name=users.title'])
      expect(asked(USERS, people, ['users=people', pair])).toMatchObject({ open: [], refused: [] });
  });

  test('a dot in a name needs quotes only where something else could be meant', () => {
    const dotted = { tables: [table('users', ['id', 'a.b'])] };
    expect(asked(USERS, dotted).flags).toBe(`--rename users.name='users."a.b"'`);
    expect(asked(USERS, dotted, ['users.name=users.a.b'])).toMatchObject({ open: [], refused: [] });
  });

  test('two things of one name are told apart by their kind, which the flags then have', () => {
    const named = (name: string) => ({
      tables: [table(name, ['id'])],
      enums: [{ name, values: ['a'] }],
    });
    const [before, after] = [named('status'), named('state')];
    const { flags } = asked(before, after);
    expect(flags).toBe(`--rename enum:status=enum:state --rename table:status=table:state`);
    const typed = flags.split(' ').filter((word) => word !== '--rename');
    expect(asked(before, after, typed)).toMatchObject({ open: [], refused: [] });
    expect(asked(before, after, ['status=state']).refused).toEqual([
      '--rename status=state fits enum state and table state: say enum:state or table:state',
    ]);
  });

  test('that something is new may be said of what is not asked about for want of candidates', () => {
    const both = { tables: [table('users', ['id', 'title', 'city'])] };
    const answers = asked(USERS, both, ['users.name=users.title'], ['users.city']);
    expect(answers).toMatchObject({ open: [], refused: [] });
    expect(asked(USERS, both, ['users.name=users.title'], ['users.id']).refused).toHaveLength(1);
  });

  test.each([
    [
      ['users.nam=users.title'],
      [],
      'nothing called users.nam is gone that column users.title could have been',
    ],
    [['users.name=users.titel'], [], 'drizzle-kit does not ask about users.titel'],
    [[], ['title'], 'drizzle-kit does not ask about title'],
    [['column:users.name=table:users.title'], [], 'drizzle-kit does not ask about table:users.title'],
    [
      ['users.name=users.title'],
      ['users.title'],
      'column users.title is answered already, by --rename users.name=users.title',
    ],
    [
      ['users.name=users.title', 'users.name=users.title'],
      [],
      'column users.title is answered already, by --rename users.name=users.title',
    ],
  ])('%j %j: refused', (renames, creates, why) => {
    const { refused } = asked(USERS, TITLED, renames, creates);
    expect(refused).toEqual([expect.stringMatching(/^--(?:rename|create) /)]);
    expect(refused[0]).toContain(`: ${why}`);
  });

  test('one thing cannot become two', () => {
    const both = { tables: [table('users', ['id', 'title', 'city', 'x'])] };
    const before = { tables: [table('users', ['id', 'name', 'town'])] };
    expect(asked(before, both, ['users.name=users.title', 'users.name=users.city']).refused).toEqual([
      '--rename users.name=users.city: users.name is renamed already, by --rename users.name=users.title',
    ]);
  });
});

describe('what drizzle-kit 1.0 asks', () => {
  const about = (
    before: StateSpec,
    after: StateSpec,
    wanted: Omit<Wanted, 'schema'>,
    renamed: Parameters<typeof questionAbout>[3] = [],
  ) =>
    questionAbout(
      { schema: 'public', ...wanted },
      entitiesOf(asList(before)),
      entitiesOf(asList(after)),
      renamed,
    );
  const title: Omit<Wanted, 'schema'> = { kind: 'column', table: 'users', name: 'title' };

  test('is put with what is gone of the same kind in the same table', () => {
    const question = about(USERS, TITLED, title);
    expect(wordsOf(question!)).toBe('column users.title: renamed from users.name, or new?');
    expect(question!.likely).toBe(0);
  });

  test('in a table that was renamed with what it was called', () => {
    const people = { tables: [table('people', ['id', 'title'])] };
    const [from, to] = ['users', 'people'].map((name) => ({
      kind: 'table' as const,
      schema: 'public',
      table: null,
      name,
    }));
    const question = about(USERS, people, { ...title, table: 'people' }, [{ from: from!, to: to! }]);
    expect(wordsOf(question!)).toBe('column people.title: renamed from users.name, or new?');
    expect(question!.candidates).toMatchObject([{ table: 'people', name: 'name' }]);
  });

  test('is none where nothing is left that it could have been', () => {
    const from = { kind: 'column' as const, schema: 'public', table: 'users', name: 'name' };
    expect(about(USERS, TITLED, title, [{ from, to: { ...from, name: 'other' } }])).toBeNull();
    expect(about(USERS, USERS, title)).toBeNull();
  });
});
