import { describe, expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { memorySession } from '../../test/session';
import type { Side } from '../results/hook-result';
import { adviseOnMerge } from './merge-advice';
import type { MergeSides } from './sides-of';

const HEAD = '1111111111111111111111111111111111111111';
const OTHER = '2222222222222222222222222222222222222222';

const side = (name: string, commit: string, ...tags: string[]): Side => ({
  name,
  commit,
  isHead: commit === HEAD,
  migrations: tags.map((tag) => ({ tag, landed: false })),
});
const APART = { database: 'shop', out: 'drizzle', isApart: true };
const sidesWith = (more: Partial<MergeSides>): MergeSides => ({
  mine: side('feat', HEAD),
  theirs: side('main', OTHER, '0001_o'),
  isLanded: false,
  several: [],
  ...more,
});

/** Of migrations nobody is asked here who wrote them. */
const adviceFor = (more: Partial<MergeSides>, out = 'db/drizzle', base: string | null = 'origin/main') =>
  adviseOnMerge(sessionWith({}), { database: 'shop', out, isApart: true }, sidesWith(more), base);

/** All states hold these files where nothing else is given. */
const sessionWith = (files: Record<string, string>, states: Record<string, Record<string, string>> = {}) =>
  memorySession({ worktree: files, [HEAD]: files, [OTHER]: files, ...states });

test('the sides are told as they are', async () => {
  const sides = sidesWith({});
  expect(await adviseOnMerge(sessionWith({}), APART, sides)).toMatchObject({
    mine: sides.mine,
    theirs: sides.theirs,
  });
});

test('mine without migrations has nothing to move: theirs are taken as they are', async () => {
  expect(await adviceFor({})).toMatchObject({
    notes: ['takes the migrations of main as they are'],
    steps: ['git restore --source=222222222222 --staged --worktree -- db/drizzle'],
    isWhole: false,
  });
});

test('a folder whose name a shell would not read as one word is quoted', async () => {
  const { steps } = await adviceFor({}, 'my db/drizzle');
  expect(steps).toEqual(["git restore --source=222222222222 --staged --worktree -- 'my db/drizzle'"]);
});

test('where both have landed the base comes first, which has them in order', async () => {
  const { notes, steps, isWhole } = await adviceFor({ mine: side('feat', HEAD, '0001_h'), isLanded: true });
  expect(notes.join()).toContain('none of them may be dropped or made again');
  expect([steps, isWhole]).toEqual([['git merge --abort', 'git merge origin/main', 'git merge main'], true]);
});

test('of several others each is merged by itself, also where both have landed', async () => {
  const several = [side('one', OTHER, '0001_one'), side('it’s two', OTHER, '0001_two')];
  for (const isLanded of [false, true])
    expect((await adviceFor({ several, isLanded })).steps).toEqual([
      'git merge --abort',
      'git merge one',
      "git merge 'it’s two'",
    ]);
});

test('what can be moved is moved, by one command', async () => {
  const sides = sidesWith({ mine: side('feat', HEAD, '0001_h', '0002_more') });
  const advise = (more: object) =>
    adviseOnMerge(sessionWith({}), { ...APART, isApart: false, ...more }, sides);
  expect(await advise({})).toEqual({
    ...{ mine: sides.mine, theirs: sides.theirs, isWhole: false, paths: [] },
    notes: ['moves 0001_h and 0002_more behind the migrations of main, with every byte of SQL'],
    steps: ['drizzle-guard rebase --database shop'],
  });
  expect((await advise({ isBare: true })).steps).toEqual(['drizzle-guard rebase --migrations shop']);
});

describe('of migrations of which it cannot be told who wrote them', () => {
  const files = historyFiles([
    '0000_start',
    { tag: '0001_h', snapshot: null },
    { tag: '0002_more', snapshot: null },
  ]);
  const stepsOf = async (...tags: string[]) => {
    const session = sessionWith(files, { [OTHER]: historyFiles(['0000_start']) });
    const sides = sidesWith({ mine: side('feat', HEAD, ...tags) });
    return (await adviseOnMerge(session, APART, sides)).steps;
  };

  test('the SQL is kept as it is, in a migration that has the state of the schema', async () => {
    expect(await stepsOf('0001_h')).toEqual([
      'git restore --source=222222222222 --staged --worktree -- drizzle',
      'drizzle-guard generate --database shop --name h',
      'git show 111111111111:drizzle/0001_h.sql | tee drizzle/*_h.sql',
    ]);
  });

  test('of several all SQL becomes one, called as the last', async () => {
    expect(await stepsOf('0001_h', '0002_more')).toEqual([
      'git restore --source=222222222222 --staged --worktree -- drizzle',
      'drizzle-guard generate --database shop --name more',
      'git show 111111111111:drizzle/0001_h.sql | tee drizzle/*_more.sql',
      "echo '--> statement-breakpoint' | tee -a drizzle/*_more.sql",
      'git show 111111111111:drizzle/0002_more.sql | tee -a drizzle/*_more.sql',
    ]);
  });

  test('a name with which one of theirs ends is not given again: the file is told by it', async () => {
    const session = sessionWith(files, {
      [OTHER]: historyFiles(['0000_start', { tag: '0001_oh_h', sql: 'SELECT 1;' }]),
    });
    const sides = sidesWith({ mine: side('feat', HEAD, '0001_h') });
    const { steps } = await adviseOnMerge(session, APART, sides);
    expect(steps.slice(1)).toEqual([
      'drizzle-guard generate --database shop --name h_2',
      'git show 111111111111:drizzle/0001_h.sql | tee drizzle/*_h_2.sql',
    ]);
  });
});
