import { expect, test } from 'vitest';
import { folderFiles, historyFiles } from '../../test/histories';
import { databaseCalled } from '../../test/judgements';
import { commit, memorySession, type Given } from '../../test/session';
import { sidesOf } from './sides-of';
import { adviseOnUpgrade } from './upgrade-advice';

type Files = Record<string, string>;

const minute = (at: number) => Date.UTC(2026, 0, 1, 0, at);
const NOW = minute(60);
const old = (...tags: string[]): Files =>
  historyFiles(
    tags.map((tag) => ({ tag, when: minute(Number(tag.slice(0, 4))), sql: creating(tag.slice(5)) })),
  );
const creating = (name: string) => `CREATE TABLE "${name}" ();`;
const upgraded = (...names: string[]): Files =>
  folderFiles(
    names.map((name) => ({
      tag: `2026010100${name.slice(2, 4)}00${name.slice(4)}`,
      sql: creating(name.slice(5)),
    })),
  );
const SHOP = databaseCalled('shop', { stated: null });
const BASE = { name: 'origin/main', commit: 'base' };

/** How each of the sides is called, which of them was upgraded, and what is to be typed; `feat` is checked out. */
async function told(head: Files, main: Files, base: Files | null, given: Given = { databases: [SHOP] }) {
  const session = memorySession({ head, main, index: {}, ...(base ? { base } : {}) }, given);
  const heads = { name: 'feat', head: commit('head', 'HEAD'), others: [commit('main')] };
  const sides = await sidesOf(session, heads, 'drizzle', base && BASE);
  const { mine, theirs, upgrade } = sides;
  const advice = upgrade && (await adviseOnUpgrade(session, 'shop', 'drizzle', { ...sides, upgrade }, NOW));
  const steps = advice?.steps ?? [];
  return { mine: mine.name, theirs: theirs.name, of: upgrade?.of, steps };
}

const JOURNAL = old('0000_a', '0001_b', '0002_late');
const FOLDERS = upgraded('0000_a', '0001_b');
const CLEAR = 'git rm -r --force --quiet -- drizzle';

test('an old branch that merges the upgrade: its migration becomes a folder, and nothing of the upgrade moves', async () => {
  expect(await told(JOURNAL, FOLDERS, FOLDERS)).toEqual({
    ...{ mine: 'feat', theirs: 'main', of: 'theirs' },
    steps: [
      CLEAR,
      'git restore --source=head --worktree -- drizzle',
      'drizzle-kit up',
      'git restore --source=main --staged --worktree -- drizzle',
    ],
  });
});

test('the same the other way around, and where nobody knows what has landed', async () => {
  const back = await told(FOLDERS, JOURNAL, FOLDERS);
  expect(back).toMatchObject({ mine: 'main', theirs: 'feat', of: 'theirs' });
  expect(back.steps.slice(1, 4)).toEqual([
    'git restore --source=main --worktree -- drizzle',
    'drizzle-kit up',
    'git restore --source=head --staged --worktree -- drizzle',
  ]);
  expect(await told(JOURNAL, FOLDERS, null)).toMatchObject({ mine: 'feat', theirs: 'main', of: 'theirs' });
});

test('a side that was not upgraded and has nothing of its own brings nothing', async () => {
  expect((await told(old('0000_a'), FOLDERS, FOLDERS)).steps).toEqual([
    CLEAR,
    'git restore --source=main --staged --worktree -- drizzle',
  ]);
});

test('what would come late behind the folders is named by the present, in its order', async () => {
  const mine = old('0000_a', '0001_b', '0002_late', '0004_later');
  const { steps } = await told(mine, upgraded('0000_a', '0001_b', '0003_theirs'), FOLDERS);
  expect(steps.slice(4)).toEqual([
    'mv drizzle/20260101000200_late drizzle/20260101010000_late',
    'mv drizzle/20260101000400_later drizzle/20260101010001_later',
  ]);
  const future = await told(mine, upgraded('0000_a', '0001_b', '0090_theirs'), FOLDERS);
  expect(future.steps[4]).toBe('mv drizzle/20260101000200_late drizzle/20260101013001_late');
});

test('an upgrade that has not landed is made again on top of what has, with its own folders', async () => {
  const feat = upgraded('0000_a', '0001_b', '0003_mine');
  const landed = old('0000_a', '0001_b', '0002_theirs');
  expect(await told(feat, landed, landed)).toEqual({
    ...{ mine: 'feat', theirs: 'main', of: 'mine' },
    steps: [
      CLEAR,
      'git restore --source=main --worktree -- drizzle',
      'drizzle-kit up',
      'git restore --source=head --worktree -- drizzle/20260101000300_mine',
    ],
  });
  const later = old('0000_a', '0001_b', '0004_theirs');
  expect((await told(feat, later, later)).steps[4]).toBe(
    'mv drizzle/20260101000300_mine drizzle/20260101010000_mine',
  );
});

test('of an upgrade and another branch, neither of which has landed, the folders stay', async () => {
  expect(await told(FOLDERS, JOURNAL, old('0000_a', '0001_b'))).toMatchObject({
    mine: 'main',
    theirs: 'feat',
  });
});

test('what has landed in folders comes from where it has', async () => {
  const base = upgraded('0000_a', '0001_b', '0002_late');
  expect((await told(FOLDERS, JOURNAL, base)).steps).toEqual([
    'git merge --abort',
    'git merge origin/main',
    'git merge main',
  ]);
});

test('drizzle-kit is run where its config is, and is told of one that it does not find', async () => {
  const within = async (database: object) =>
    (await told(JOURNAL, FOLDERS, FOLDERS, { databases: [{ ...SHOP, ...database }] })).steps.slice(2, -1);
  expect(await within({ dir: 'db', configFile: 'db/drizzle.config.ts' })).toEqual([
    'cd db',
    'drizzle-kit up',
    'cd ..',
  ]);
  expect(await within({ dir: 'my db', configFile: 'my db/drizzle.pg.config.ts' })).toEqual([
    "cd 'my db'",
    'drizzle-kit up --config=drizzle.pg.config.ts',
    'cd ..',
  ]);
  const stated = { dialect: 'mysql', schema: ['src/*.ts'], out: 'drizzle' };
  expect(await within({ dir: 'db', stated })).toEqual([
    'cd db',
    'drizzle-kit up --dialect=mysql --out=drizzle',
    'cd ..',
  ]);
});

test('of several old branches at once each is merged by itself, and says then how to go on', async () => {
  const states = { head: FOLDERS, one: JOURNAL, two: old('0000_a', '0001_b', '0003_two'), base: FOLDERS };
  const others = [commit('one'), commit('two')];
  const heads = { name: 'main', head: commit('head', 'HEAD'), others };
  const sides = await sidesOf(memorySession(states), heads, 'drizzle', BASE);
  expect(sides.several.map(({ name }) => name)).toEqual(['one', 'two']);
  expect(sides.upgrade).toBeUndefined();
  // A branch that brings nothing does not decide.
  const docs = { ...heads, others: [commit('docs'), commit('one')] };
  const session = memorySession({ ...states, docs: FOLDERS });
  expect(await sidesOf(session, docs, 'drizzle', BASE)).toMatchObject({
    mine: { name: 'one' },
    theirs: { name: 'main' },
    upgrade: { of: 'theirs', first: null },
  });
});
