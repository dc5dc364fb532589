import { describe, expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { FAILURE, judgementOf, part } from '../../test/judgements';
import { asMaps, type StateSpec } from '../../test/snapshots';
import { commit, INDEX, memorySession } from '../../test/session';
import { sketchOf } from '../state/sketch';
import { changedSince, newsOfSchema } from './news-of-schema';

const users = (...columns: string[]): StateSpec => ({
  tables: [{ name: 'users', columns: columns.map((name) => ({ name, type: 'text' })) }],
});
const saying = (state: StateSpec) =>
  judgementOf([
    part('schema', [], {
      missing: 'schema',
      schema: { file: 'src/schema.ts', state: sketchOf(asMaps(state)) },
    }),
  ]);
const NARROW = saying(users('id'));
const WIDE = saying(users('id', 'name'));

describe('what has changed', () => {
  test('beside one parent, and beside several', () => {
    expect(changedSince(WIDE, [NARROW])).toEqual(['table users: column name is new']);
    expect(changedSince(WIDE, [NARROW, WIDE])).toEqual([]);
  });

  test.each([
    ['no parent', []],
    ['a parent of which a snapshot told', [judgementOf([part('schema')])]],
    ['a parent that could not be judged', [judgementOf([part('schema', [], { error: FAILURE })])]],
    ['one of several', [NARROW, judgementOf([part('schema')])]],
  ])('cannot be told beside %s', (_, parents) => {
    expect(changedSince(WIDE, parents)).toBeNull();
  });
});

describe('what is said of it', () => {
  const HEAD = historyFiles(['0000_a', { tag: '0001_b', snapshot: null }]);
  const MORE = historyFiles(['0000_a', { tag: '0001_b', snapshot: null }, { tag: '0002_c', snapshot: null }]);
  const news = (index: Record<string, string>, now = WIDE, before = [NARROW], checks = {}) =>
    newsOfSchema(
      memorySession({ index, head: HEAD }, { configuration: { checks } }),
      INDEX,
      [commit('head', 'HEAD')],
      now,
      before,
    );

  test('nothing where nothing has changed', async () => {
    expect(await news(HEAD, NARROW)).toEqual({ findings: [], note: null });
  });

  test('stale where no migration came with it', async () => {
    expect(await news(HEAD)).toMatchObject({
      findings: [
        {
          code: 'stale-schema',
          severity: 'error',
          database: 'shop',
          file: 'src/schema.ts',
          details: ['table users: column name is new'],
          message: expect.stringContaining('differs from that of HEAD, and no migration came with it'),
        },
      ],
      note: null,
    });
  });

  test('at the severity in force', async () => {
    expect((await news(HEAD, WIDE, [NARROW], { 'stale-schema': 'warning' })).findings).toMatchObject([
      { severity: 'warning' },
    ]);
  });

  test.each([
    ['a migration came with it', MORE, [NARROW]],
    ['the schema of the parent is not known', HEAD, []],
  ])('that it was not compared, where %s', async (_, index, before) => {
    const { findings, note } = await news(index, WIDE, before);
    expect(findings).toEqual([]);
    expect(note).toMatch(/^shop: the schema was not compared with its migrations/);
  });
});
