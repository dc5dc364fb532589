import { describe, expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { databaseCalled, waiver } from '../../test/judgements';
import { commit, INDEX, memorySession, type Given, type MemorySession } from '../../test/session';
import type { Base } from '../git/base';
import { newsOfChange, type Change, type ChangeNews } from './news-of-change';

const SOUND = historyFiles(['0000_a', '0001_b']);
const ORPHAN = { ...SOUND, 'drizzle/0009_lost.sql': 'SELECT 1;' };
const LATE = historyFiles(['0000_a', '0001_b', { tag: '0002_c', when: 1 }]);

/** Nothing has to be evaluated. */
const CHECKS = { checks: { 'stale-schema': 'off' } } as const;
const BASE: Base = { name: 'origin/main', commit: 'landed' };

interface Told extends ChangeNews {
  session: MemorySession;
  /** What was given as the base that the configuration names, each time that it was asked for. */
  configured: (string | undefined)[];
}

async function told(
  states: Record<string, Record<string, string>>,
  more: Partial<Change> & { base?: Base | null } = {},
  given: Given = {},
): Promise<Told> {
  const session = memorySession(states, { configuration: CHECKS, ...given });
  const configured: (string | undefined)[] = [];
  const { base = null, ...rest } = more;
  const news = await newsOfChange(session, {
    state: INDEX,
    parents: () => [commit('head')],
    changed: ['drizzle/0001_b.sql'],
    againstBase: 'added',
    baseOf(name) {
      configured.push(name);
      return base;
    },
    forkBlocks: false,
    ...rest,
  });
  return { ...news, session, configured };
}

const inShort = ({ databases }: ChangeNews) =>
  databases.map(({ name, blocking, older }) => [name, blocking.map(({ code }) => code), older]);

describe('what is looked at', () => {
  test('nothing where no path that changes could matter', async () => {
    const news = await told({ index: ORPHAN, head: SOUND }, { changed: ['README.md', 'logo.png'] });
    expect(news).toMatchObject({ databases: [], base: null, folders: {}, notes: [] });
    expect([news.session.asked, news.configured]).toEqual([[], []]);
  });

  test('nothing where there is no database', async () => {
    const news = await told({ index: ORPHAN, head: SOUND }, { base: BASE }, { databases: [] });
    expect(news).toMatchObject({ databases: [], base: null, folders: {} });
    expect(news.configured).toEqual([]);
  });

  test('no parent where there is nothing to say', async () => {
    const news = await told(
      { index: SOUND },
      { parents: () => expect.unreachable(), changed: ['src/schema.ts'] },
    );
    expect(inShort(news)).toEqual([['shop', [], 0]]);
  });

  test('no parent where all of it was accepted', async () => {
    const configuration = { ...CHECKS, waivers: [waiver('orphan-sql') as never] };
    const news = await told(
      { index: ORPHAN },
      { parents: () => expect.unreachable(), changed: ['src/schema.ts'] },
      { configuration },
    );
    expect(inShort(news)).toEqual([['shop', [], 0]]);
  });

  test('only those databases of a parent that have something to say', async () => {
    const blog = databaseCalled('blog', {
      stated: { dialect: 'postgresql', schema: ['blog.ts'], out: 'blog' },
    });
    const news = await told(
      { index: ORPHAN, head: SOUND },
      {},
      { databases: [blog, databaseCalled('shop')] },
    );
    expect(news.session.asked).toContain('history head drizzle');
    expect(news.session.asked).not.toContain('history head blog');
  });
});

describe('beside the parents', () => {
  test('what none of them has is new', async () => {
    expect(inShort(await told({ index: ORPHAN, head: SOUND }))).toEqual([['shop', ['orphan-sql'], 0]]);
  });

  test('what one of them has is older', async () => {
    for (const order of [
      ['head', 'other'],
      ['other', 'head'],
    ]) {
      const parents = () => order.map((id) => commit(id));
      const news = await told({ index: ORPHAN, head: SOUND, other: ORPHAN }, { parents });
      expect(inShort(news)).toEqual([['shop', [], 1]]);
    }
  });

  test('a database of that name that a parent does not have makes nothing older', async () => {
    const databases = { index: [databaseCalled('shop')], head: [databaseCalled('blog')] };
    const news = await told({ index: ORPHAN, head: ORPHAN }, {}, { databases });
    expect(inShort(news)).toEqual([['shop', ['orphan-sql'], 0]]);
  });

  test('what the baseline has is neither', async () => {
    const baseline = [
      {
        database: 'shop',
        code: 'orphan-sql',
        message: 'drizzle/0009_lost.sql is not in the journal, so no migrate will ever run it',
      },
    ];
    expect(inShort(await told({ index: ORPHAN, head: SOUND }, {}, { baseline }))).toEqual([['shop', [], 0]]);
  });
});

describe('beside the base', () => {
  test('it is looked for where a migrations folder changes, with what the configuration names', async () => {
    const configuration = { ...CHECKS, base: 'origin/main' };
    const news = await told({ index: LATE, head: SOUND, landed: SOUND }, { base: BASE }, { configuration });
    expect(news).toMatchObject({ base: BASE, configured: ['origin/main'], notes: [] });
    expect(inShort(news)[0]![1]).toContain('late-migration');
  });

  test.each<[string, Partial<Change>]>([
    ['a schema alone changes', { changed: ['src/schema.ts'] }],
    ['the folder only begins alike', { changed: ['drizzle-old/0001_b.sql'] }],
    ['it is not asked for', { againstBase: 'none' }],
  ])('not where %s', async (_, more) => {
    const news = await told({ index: LATE, head: LATE }, { base: BASE, ...more });
    expect([news.configured, news.base, news.notes]).toEqual([[], null, []]);
  });

  test('without one nothing is said of it', async () => {
    const news = await told({ index: LATE, head: LATE });
    expect(news).toMatchObject({ base: null, configured: [undefined], notes: [] });
    expect(inShort(news)[0]![1]).toEqual([]);
  });

  test('of two databases only that whose folder changes is compared', async () => {
    const blog = databaseCalled('blog', {
      stated: { dialect: 'postgresql', schema: ['blog.ts'], out: 'blog' },
    });
    const { session } = await told(
      { index: SOUND, head: SOUND, landed: SOUND },
      { base: BASE },
      { databases: [blog, databaseCalled('shop')] },
    );
    expect(session.asked).toContain('history landed drizzle');
    expect(session.asked).not.toContain('history landed blog');
  });
});

describe('a base that the configuration names and that is not here', () => {
  const configuration = { ...CHECKS, base: 'origin/mian' };

  test.each([
    ['another was taken', BASE, 'origin/main was taken instead'],
    ['none was', null, 'what has landed was not compared'],
    ['only the other side of a merge was', { ...BASE, assumed: true }, 'what has landed was not compared'],
  ])('is told: %s', async (_, base, instead) => {
    const { notes } = await told({ index: SOUND, head: SOUND, landed: SOUND }, { base }, { configuration });
    expect(notes).toEqual([
      `drizzle-guard.json says "base": "origin/mian", which this clone does not have, so ${instead}: correct it, or \`git fetch\` it`,
    ]);
  });

  test('is not told where no base was looked for', async () => {
    const news = await told({ index: SOUND }, { changed: ['src/schema.ts'] }, { configuration });
    expect(news.notes).toEqual([]);
  });
});

test('folders are given by database, and none where the config cannot be evaluated', async () => {
  const outside = databaseCalled('away', {
    stated: { dialect: 'postgresql', schema: [], out: '../../elsewhere' },
  });
  const news = await told(
    { index: SOUND, head: SOUND },
    {},
    { databases: [outside, databaseCalled('shop')] },
  );
  expect(news.folders).toEqual({ shop: 'drizzle' });
  expect(news.databases[0]).toMatchObject({ name: 'away', failure: { code: 'invalid-drizzle-config' } });
});
