import { describe, expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { memorySession } from '../../test/session';
import type { Side } from '../results/hook-result';
import { adviseOnMerge, authorOf } from './merge-advice';
import type { MergeSides } from './sides-of';

const HEAD = '1111111111111111111111111111111111111111';
const OTHER = '2222222222222222222222222222222222222222';

const side = (name: string, commit: string, ...tags: string[]): Side => ({
  name,
  commit,
  isHead: commit === HEAD,
  migrations: tags.map((tag) => ({ tag, landed: false })),
});
const sidesWith = (more: Partial<MergeSides>): MergeSides => ({
  mine: side('feat', HEAD),
  theirs: side('main', OTHER, '0001_o'),
  isLanded: false,
  several: [],
  ...more,
});

/** The steps; of migrations nobody is asked here who wrote them. */
const stepsFor = async (more: Partial<MergeSides>, out = 'db/drizzle') =>
  (await adviseOnMerge(memorySession({}), 'shop', out, sidesWith(more))).steps;

test('the sides are told as they are', async () => {
  const sides = sidesWith({});
  expect(await adviseOnMerge(memorySession({}), 'shop', 'drizzle', sides)).toMatchObject({
    mine: sides.mine,
    theirs: sides.theirs,
  });
});

test('mine without migrations has nothing to move: theirs are taken as they are', async () => {
  expect(await stepsFor({})).toEqual([
    'git restore --source=222222222222 --staged --worktree -- db/drizzle    # takes the migrations of main',
    'git add db/drizzle && git commit',
  ]);
});

test('a folder whose name a shell would not read as one word is quoted', async () => {
  expect((await stepsFor({}, 'my db/drizzle'))[1]).toBe("git add 'my db/drizzle' && git commit");
});

test('where both have landed nothing is dropped', async () => {
  const steps = await stepsFor({ mine: side('feat', HEAD, '0001_h'), isLanded: true });
  expect(steps).toHaveLength(3);
  expect(steps[0]).toContain('none of these migrations may be dropped or made again');
  expect(steps[2]).toContain('drizzle-guard check --database shop');
  expect(steps.join()).not.toContain('git restore');
});

test('of several others each is merged by itself, also where both have landed', async () => {
  const several = [side('one', OTHER, '0001_one'), side('it’s two', OTHER, '0001_two')];
  for (const isLanded of [false, true])
    expect(await stepsFor({ several, isLanded })).toEqual([
      'git merge --abort    # then one head at a time: where one is stopped, it says how to go on',
      'git merge one',
      "git merge 'it’s two'",
    ]);
});

describe('of migrations of which it cannot be told who wrote them', () => {
  const files = historyFiles([
    '0000_start',
    { tag: '0001_h', snapshot: null },
    { tag: '0002_more', snapshot: null, sql: null },
  ]);
  const stepsOf = async (...tags: string[]) => {
    const session = memorySession({ [HEAD]: files });
    const sides = sidesWith({ mine: side('feat', HEAD, ...tags) });
    return (await adviseOnMerge(session, 'shop', 'drizzle', sides)).steps;
  };

  test('the SQL is kept, and generated anew with what it lacks', async () => {
    expect(await stepsOf('0001_h')).toEqual([
      'keep this SQL: git show 111111111111:drizzle/0001_h.sql',
      'git restore --source=222222222222 --staged --worktree -- drizzle    # takes the migrations of main, drops 0001_h',
      'drizzle-guard generate --database shop --name h    # writes the schema changes of all of them as one migration',
      '# then put those kept statements that it lacks into its SQL, where their order needs them',
      '# (an UPDATE before the SET NOT NULL that relies on it); what it already holds must not run twice',
      'git add drizzle && git commit',
    ]);
  });

  test('of several all SQL is kept, and they become one, called as the last', async () => {
    const steps = await stepsOf('0001_h', '0002_more');
    expect(steps.slice(0, 4)).toEqual([
      'keep this SQL: git show 111111111111:drizzle/0001_h.sql',
      'keep this SQL: git show 111111111111:drizzle/0002_more.sql',
      'git restore --source=222222222222 --staged --worktree -- drizzle    # takes the migrations of main, drops 0001_h, 0002_more',
      'drizzle-guard generate --database shop --name more    # writes the schema changes of all of them as one migration',
    ]);
  });
});

describe('who wrote a migration', () => {
  const GENERATED = ['CREATE TABLE "a" ("id" integer);', 'CREATE TABLE "b" ("id" integer);'];
  const text = (...statements: string[]) => statements.join('\n--> statement-breakpoint\n');

  test.each<[string, string, string[], ReturnType<typeof authorOf>]>([
    ['what drizzle-kit would write', text(...GENERATED), GENERATED, 'generated'],
    ['in another order', text(GENERATED[1]!, GENERATED[0]!), GENERATED, 'generated'],
    ['a part of it', GENERATED[0]!, GENERATED, 'generated'],
    ['with other white space', 'CREATE TABLE "a"\n  ("id"\tinteger);\n\n', GENERATED, 'generated'],
    ['without the last semicolon', 'CREATE TABLE "a" ("id" integer)', GENERATED, 'generated'],
    ['with something added', text(GENERATED[0]!, 'UPDATE a SET id = 1;'), GENERATED, 'mixed'],
    ['nothing of it', 'UPDATE a SET id = 1;', GENERATED, 'mixed'],
    ['nothing at all', ' \n', GENERATED, 'mixed'],
    ['with letters in another case', GENERATED[0]!.toLowerCase(), GENERATED, 'mixed'],
    ['where it would write nothing', 'UPDATE a SET id = 1;', [], 'custom'],
    ['an empty one, where it would write nothing', '', [], 'custom'],
  ])('%s', (_, sql, generated, author) => {
    expect(authorOf(sql, generated)).toBe(author);
  });
});
