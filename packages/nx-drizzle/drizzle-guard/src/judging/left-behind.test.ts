import { expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { databaseCalled } from '../../test/judgements';
import { commit, memorySession } from '../../test/session';
import type { HookDatabase } from '../results/hook-result';
import { leftBehind } from './left-behind';
import type { ChangeNews } from './news-of-change';

const HEAD = commit('head');
const CHECKS = { checks: { 'stale-schema': 'off' } } as const;
const NOTHING: ChangeNews = { databases: [], base: null, folders: {}, notes: [] };

/** Without git, which is asked only of a folder that nothing looks at any more. */
function linesAfter(after: Partial<ChangeNews>, databases = [databaseCalled('shop')]): Promise<string[]> {
  const states = { head: historyFiles(['0000_a']) };
  const session = memorySession(states, { configuration: CHECKS, databases });
  return leftBehind(session, HEAD, { ...NOTHING, ...after });
}

test('a database that is still there leaves nothing behind', async () => {
  const shop = { name: 'shop' } as HookDatabase;
  expect(await linesAfter({ databases: [shop], folders: { shop: 'elsewhere' } })).toEqual([]);
});

test('nor does one that is called something else now, and has the same folder', async () => {
  expect(await linesAfter({ folders: { store: 'drizzle' } })).toEqual([]);
});

test('of one whose folder was not known nothing can be told', async () => {
  const outside = databaseCalled('shop', {
    stated: { dialect: 'postgresql', schema: [], out: '../elsewhere' },
  });
  expect(await linesAfter({}, [outside])).toEqual([]);
});

test('where there was no database before nothing is left', async () => {
  expect(await linesAfter({}, [])).toEqual([]);
});

test('of a folder that nothing looks at git is asked whether its files stay', async () => {
  // There is none here.
  await expect(linesAfter({})).rejects.toMatchObject({ code: 'git-failed' });
  await expect(linesAfter({ folders: { blog: 'drizzle/blog' } })).rejects.toMatchObject({
    code: 'git-failed',
  });
});
