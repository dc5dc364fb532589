import { expect, test } from 'vitest';
import type { MigrationSpec } from 'testkit';
import { folderFiles, historyFiles } from '../../test/histories';
import { databaseCalled, FOLDER, judgementOf } from '../../test/judgements';
import { commit, INDEX, memorySession, type Given } from '../../test/session';
import { newsOfBase } from './news-of-base';
import type { Change } from './news-of-change';

type Migrations = readonly (string | MigrationSpec)[];

const day = (number: number) => Date.UTC(2026, 1, number);
const LANDED: Migrations = ['0000_a', { tag: '0001_b', when: day(2), sql: 'one;' }];
const EDITED: Migrations = ['0000_a', { tag: '0001_b', when: day(2), sql: 'two;' }];

function change(more: Partial<Change> = {}): Change {
  return {
    state: INDEX,
    parents: () => [commit('head')],
    changed: [],
    againstBase: 'added',
    baseOf: () => null,
    forkBlocks: false,
    ...more,
  };
}

/** What is said, in short, of a change from `head` to `index` beside what has landed. No ancestor is known. */
async function news(
  states: Record<string, Record<string, string>>,
  given: Partial<Change> & { assumed?: boolean } = {},
  more: Given = {},
) {
  const session = memorySession(states, more);
  const judgement = judgementOf([], { database: databaseCalled('shop'), folder: FOLDER });
  const { assumed, ...rest } = given;
  const base = { name: 'origin/main', commit: 'landed', ...(assumed ? { assumed } : {}) };
  const { blocking, warnings } = await newsOfBase(session, change(rest), judgement, base);
  const words = (list: typeof blocking) => list.map(({ code, migration }) => `${code} ${migration}`);
  return { blocking: words(blocking), warnings: words(warnings), asked: session.asked };
}

const landed = historyFiles(LANDED);

test('a landed migration that the change edits stops it', async () => {
  const said = await news({ index: historyFiles(EDITED), head: landed, landed });
  expect(said).toMatchObject({ blocking: ['edited-migration 0001_b'], warnings: [] });
});

test('one that a parent has edited before is not its doing', async () => {
  const edited = historyFiles(EDITED);
  expect(await news({ index: edited, head: edited, landed })).toMatchObject({ blocking: [], warnings: [] });
});

test('one of several parents is enough', async () => {
  const states = { index: historyFiles(EDITED), head: landed, other: historyFiles(EDITED), landed };
  const parents = () => [commit('head'), commit('other')];
  expect((await news(states, { parents })).blocking).toEqual([]);
});

test('beside an assumed base nothing has landed, and parents are not asked', async () => {
  const said = await news({ index: historyFiles(EDITED), head: landed, landed }, { assumed: true });
  expect(said.blocking).toEqual([]);
  expect(said.asked).not.toContain('tree head');
});

test('parents are only compared where something was done to landed migrations', async () => {
  const same = await news({ index: landed, head: landed, landed });
  expect(same.asked).not.toContain('tree head');
  const edited = await news({ index: historyFiles(EDITED), head: landed, landed });
  expect(edited.asked).toContain('tree head');
});

const LATE = historyFiles([...LANDED, { tag: '0002_mine', when: day(1) }]);

test('a migration that the change adds and that comes too late stops it', async () => {
  expect((await news({ index: LATE, head: landed, landed })).blocking).toEqual(['late-migration 0002_mine']);
});

test('one that a parent has already is not added', async () => {
  expect((await news({ index: LATE, head: LATE, landed })).blocking).toEqual([]);
  const parents = () => [commit('head'), commit('other')];
  expect((await news({ index: LATE, head: landed, other: LATE, landed }, { parents })).blocking).toEqual([]);
});

test('against all that has not landed it counts all the same', async () => {
  const said = await news({ index: LATE, head: LATE, landed }, { againstBase: 'all' });
  expect(said.blocking).toEqual(['late-migration 0002_mine']);
});

const FORK = historyFiles(['0000_a', { tag: '0001_mine', when: day(9) }]);

test('a fork to come is a warning, or stops', async () => {
  const states = { index: FORK, head: historyFiles(['0000_a']), landed };
  expect(await news(states)).toMatchObject({ blocking: [], warnings: ['forked-history 0001_mine'] });
  const stopped = await news(states, { forkBlocks: true });
  expect(stopped).toMatchObject({ blocking: ['forked-history 0001_mine'], warnings: [] });
});

test('what is switched off is not said', async () => {
  const states = { index: FORK, head: historyFiles(['0000_a']), landed };
  const off = await news(states, {}, { configuration: { checks: { 'forked-history': 'off' } } });
  expect(off).toMatchObject({ blocking: [], warnings: [] });
});

test('of a journal that cannot be read nothing is said: it has a finding of its own', async () => {
  const index = { ...LATE, 'drizzle/meta/_journal.json': '<<<<<<< ours' };
  expect(await news({ index, head: landed, landed })).toMatchObject({ blocking: [], warnings: [] });
});

test('in the folders layout an older branch beside an assumed base is a warning', async () => {
  const files = (...tags: string[]) => folderFiles(tags);
  const states = {
    index: files('20260101000000_a', '20260102000000_mine'),
    head: files('20260101000000_a'),
    landed: files('20260101000000_a', '20260103000000_theirs'),
  };
  expect((await news(states)).blocking).toEqual(['late-migration 20260102000000_mine']);
  expect(await news(states, { assumed: true })).toMatchObject({
    blocking: [],
    warnings: ['late-migration 20260102000000_mine', 'unmerged-fork 20260102000000_mine'],
  });
});
