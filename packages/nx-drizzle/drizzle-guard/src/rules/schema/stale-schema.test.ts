import { expect, test } from 'vitest';
import { effectOf, found, wayOutOf } from '../../../test/found';
import { historyOf } from '../../../test/histories';
import type { SchemaContext } from '../contexts';

const stale = (
  changes: string[],
  statements: string[],
  ambiguous: boolean,
  more: Pick<Partial<SchemaContext>, 'wanted' | 'questions' | 'beside'> = {},
) =>
  found('schema', {
    ...{ database: 'shop', file: 'src/schema.ts', changes, wanted: [], statements, ambiguous },
    ...more,
  })[0]!;
const eight = Array.from({ length: 8 }, (_, i) => `table t${i} is new`);

test('changes are listed in words, the first six of them', () => {
  const { message, help } = stale(eight, ['CREATE TABLE …'], false);
  expect(`${message}\n${help}`).toMatchInlineSnapshot(`
    "the schema of shop has changes that no migration has:
      table t0 is new
      table t1 is new
      table t2 is new
      table t3 is new
      table t4 is new
      table t5 is new
      and 2 more
    run \`drizzle-guard generate --database shop\` and commit the migration with the schema"
  `);
});

test('where words are lacking the first line of each statement stands for them', () => {
  const statements = ['ALTER TABLE "a"\n  ADD "b" text;', 'DROP TABLE "c";'];
  const { message } = stale([], statements, false);
  expect(message.split('\n').slice(1)).toEqual(['  ALTER TABLE "a"', '  DROP TABLE "c";']);
});

test('what may be a rename needs a terminal', () => {
  const { code, file, help } = stale(eight, [], true);
  expect({ code, file }).toEqual({ code: 'stale-schema', file: 'src/schema.ts' });
  expect(help).toContain('`drizzle-guard generate --database shop` in a terminal');
});

test('where it is known what drizzle-kit asks, the flags that answer it are named', () => {
  const of = { kind: 'column', schema: null, table: 'users' } as const;
  const [name, title] = [
    { ...of, name: 'full name' },
    { ...of, name: 'title' },
  ];
  const asked = [{ asked: title, candidates: [name], likely: 0, from: name, isAnswered: false }];
  expect(stale(eight, [], true, { questions: { asked } }).help).toMatchInlineSnapshot(
    `"run \`drizzle-guard generate --database shop\` in a terminal: drizzle-kit asks whether something was renamed; without one answer with --rename <old>=<new> or --create <new>: \`drizzle-guard generate --database shop --rename 'users.full name'=users.title\`, where it was so"`,
  );
});

test('of one change the whole finding is as people read it', () => {
  expect(stale(['table people is new'], ['CREATE TABLE "people" ();'], false)).toMatchInlineSnapshot(`
    {
      "code": "stale-schema",
      "details": [
        "table people is new",
      ],
      "file": "src/schema.ts",
      "fix": [
        "drizzle-guard generate --database shop",
      ],
      "help": "run \`drizzle-guard generate --database shop\` and commit the migration with the schema",
      "message": "the schema of shop has changes that no migration has:
      table people is new",
    }
  `);
});

test('six are listed in full; of seven one is counted', () => {
  expect(stale(eight.slice(0, 6), [], false).message).not.toContain('more');
  expect(stale(eight.slice(0, 7), [], false).message).toMatch(/\n {2}and 1 more$/);
});

test('the details hold every change, also those that are only counted', () => {
  expect(stale(eight, [], false).details).toEqual(eight);
  const statements = ['ALTER TABLE "a"\n  ADD "b" text;', 'DROP TABLE "c";'];
  expect(stale([], statements, false).details).toEqual(statements);
});

test('where there are words, statements are not looked at', () => {
  expect(stale(['table a is new'], ['DROP TABLE "z";'], false).details).toEqual(['table a is new']);
});

test('what it takes is not kept: the details are a list of their own', () => {
  const changes = ['table a is new'];
  const { details } = stale(changes, [], false);
  changes.push('table b is new');
  expect(details).toEqual(['table a is new']);
});

test('only what may be a rename asks for a terminal, and else it is to be committed', () => {
  expect(stale(['table a is new'], ['CREATE TABLE a;'], false).help).toBe(
    'run `drizzle-guard generate --database shop` and commit the migration with the schema',
  );
  expect(stale(['table a is new'], [], true).help).toBe(
    'run `drizzle-guard generate --database shop` in a terminal: drizzle-kit asks whether something was renamed',
  );
});

test('what drizzle-kit does not see has to be written by hand', () => {
  expect(stale(['view v is changed'], [], false).help).toBe(
    'for this drizzle-kit writes no SQL: run `drizzle-guard generate --database shop --custom` and write the statements into the file that it makes',
  );
});

test('beside an earlier schema it says which, and that a snapshot has to be made first', () => {
  const { message, help } = stale(['table a is new'], [], false, {
    beside: { states: 'HEAD', lacksSnapshot: true },
  });
  expect(`${message}\n${help}`).toMatchInlineSnapshot(`
    "the schema of shop differs from that of HEAD, and no migration came with it:
      table a is new
    the newest migration has no snapshot that can be read, so run \`drizzle-guard doctor --database shop --repair\` first, then \`drizzle-guard generate --database shop\`"
  `);
});

test('beside an earlier schema, where snapshots are there, generate is enough', () => {
  const beside = { states: 'HEAD and feat', lacksSnapshot: false };
  const { message, help } = stale(['table a is new'], [], false, { beside });
  expect(message).toContain('differs from that of HEAD and feat, and no migration came with it');
  expect(help).toBe('run `drizzle-guard generate --database shop` and commit the migration with the schema');
});

test('what it wants is told by fingerprints, where there are any', () => {
  expect(stale(['table a is new'], [], false, { wanted: ['1f'] }).wanted).toEqual(['1f']);
  expect(stale(['table a is new'], [], false)).not.toHaveProperty('wanted');
});

test('it names the schema, and neither a migration nor a line', () => {
  const keys = Object.keys(stale(['table a is new'], [], false)).sort();
  expect(keys).toEqual(['code', 'details', 'file', 'help', 'message']);
});

test('code and migrations are apart, and the help is the way out', async () => {
  const history = await historyOf(['0000_a']);
  const finding = stale(['table a is new'], [], false);
  expect(effectOf(finding, history)).toBe('code and migrations are apart');
  expect(wayOutOf(finding, history, '--database shop')).toEqual([finding.help]);
});

test('columns that differ in their spelling alone tell a forgotten casing', () => {
  const spelled = [
    'table users: column firstName is new',
    'table users: column lastName is new',
    'table users: column first_name is gone',
    'table users: column last_name is gone',
    'table users: foreign key users_team_fk is changed (columnsFrom)',
  ];
  const { help, fix } = stale(spelled, [], true);
  expect(help).toContain('only the spelling of 2 columns differs: most likely `casing` is missing');
  expect(fix).toBeUndefined();
  for (const more of ['table posts is new', 'table users: column age is new'])
    expect(stale([...spelled, more], ['…'], false).help).toContain('run `drizzle-guard generate');
});

test('what generate alone mends has its command, and nothing else has', () => {
  expect(stale(eight, ['CREATE TABLE …'], false).fix).toEqual(['drizzle-guard generate --database shop']);
  expect(stale(eight, [], true).fix).toEqual(['drizzle-guard generate --database shop']);
  expect(stale(eight, [], false).fix).toBeUndefined();
  const beside = { states: 'HEAD', lacksSnapshot: true };
  expect(stale(eight, ['…'], false, { beside }).fix).toBeUndefined();
});
