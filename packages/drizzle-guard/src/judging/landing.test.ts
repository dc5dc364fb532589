import { describe, expect, test } from 'vitest';
import type { MigrationSpec } from 'testkit';
import { historyFiles } from '../../test/histories';
import { commit, identifiedTree, INDEX, memorySession } from '../../test/session';
import { readHistory } from '../history/read-history';
import type { Tree } from '../sources/tree';
import { besideBase, compareHeld } from './landing';

type Migrations = readonly (string | MigrationSpec)[];

const tagsOf = (migrations: readonly { tag: string }[]) => migrations.map(({ tag }) => tag);
const at = (sql: string, when = 5e11): MigrationSpec => ({ tag: '0001_b', sql, when });

describe('a state beside its base', () => {
  const states = {
    index: historyFiles(['0000_a', '0001_mine']),
    landed: historyFiles(['0000_a', '0001_theirs']),
    before: historyFiles(['0000_a']),
  };
  const base = { name: 'origin/main', commit: 'landed' };

  test('says what each has made since they went apart', async () => {
    const context = await besideBase(memorySession(states), INDEX, { base, ancestor: 'before' }, 'drizzle');
    expect([tagsOf(context.mine), tagsOf(context.theirs)]).toEqual([['0001_mine'], ['0001_theirs']]);
    expect(context.removed).toEqual([]);
    expect(context.base.name).toBe('origin/main');
    expect(tagsOf(context.history.migrations)).toEqual(['0000_a', '0001_mine']);
    expect(tagsOf(context.base.history.migrations)).toEqual(['0000_a', '0001_theirs']);
  });

  test('what was there when they went apart and is gone here was removed', async () => {
    const known = { ...states, before: states.landed };
    const context = await besideBase(memorySession(known), INDEX, { base, ancestor: 'before' }, 'drizzle');
    expect(context.removed.map(({ theirs }) => theirs.tag)).toEqual(['0001_theirs']);
    expect(context.theirs).toEqual([]);
  });

  test('without a commit in common everything else is new on its side', async () => {
    const session = memorySession(states);
    const context = await besideBase(session, INDEX, { base, ancestor: null }, 'drizzle');
    expect([tagsOf(context.mine), tagsOf(context.theirs)]).toEqual([['0001_mine'], ['0001_theirs']]);
    expect(session.asked).not.toContain('history before drizzle');
  });

  test('is worked out once in a run, however many ask', async () => {
    const session = memorySession(states);
    const ask = (ancestor: string | null) => besideBase(session, INDEX, { base, ancestor }, 'drizzle');
    const context = await ask('before');
    const { length } = session.asked;
    expect(await ask('before')).toBe(context);
    expect(session.asked).toHaveLength(length);
    expect(await ask(null)).not.toBe(context);
  });

  test('only the folder that is asked for is compared', async () => {
    const session = memorySession({ ...states, main: {} });
    const context = await besideBase(session, commit('main'), { base, ancestor: null }, 'elsewhere');
    expect([context.mine, context.theirs]).toEqual([[], []]);
  });
});

describe('SQL', () => {
  /** The edits that are found, and the files whose bytes were read for it. */
  async function edits(mine: Migrations, theirs: Migrations, before: Migrations | null = theirs) {
    const read: string[] = [];
    const held = async (migrations: Migrations, name: string) => {
      const own = identifiedTree(historyFiles(migrations));
      const history = await readHistory(own, 'drizzle');
      const tree: Tree = {
        ...own,
        read(path) {
          read.push(`${name} ${path}`);
          return own.read(path);
        },
      };
      return { tree, history };
    };
    const { edited } = await compareHeld(
      'main',
      await held(mine, 'mine'),
      await held(theirs, 'theirs'),
      before && (await held(before, 'before')),
    );
    return { edited: edited.map(({ mine: { tag }, line }) => [tag, line]), read };
  }

  test('that is the same bytes everywhere is not read', async () => {
    const same = ['0000_a', at('one;\n')];
    expect(await edits(same, same)).toEqual({ edited: [], read: [] });
  });

  test('that differs is read on every side, and nothing else is', async () => {
    const { edited, read } = await edits(['0000_a', at('one;\nthree;\n')], ['0000_a', at('one;\ntwo;\n')]);
    expect(edited).toEqual([['0001_b', 2]]);
    expect(read).toEqual(['mine', 'theirs', 'before'].map((side) => `${side} drizzle/0001_b.sql`));
  });

  test('with other line ends is the same', async () => {
    expect((await edits([at('one;\r\ntwo;\r\n')], [at('one;\ntwo;\n')])).edited).toEqual([]);
  });

  test('with a byte order mark, or another character, is not', async () => {
    expect((await edits([at('\ufeffone;')], [at('one;')])).edited).toEqual([['0001_b', 1]]);
    expect((await edits([at('ä')], [at('ö')])).edited).toEqual([['0001_b', 1]]);
  });

  test('that a side does not have is no edit: another finding says so', async () => {
    expect((await edits([{ ...at(''), sql: null }], [at('one;')])).edited).toEqual([]);
    expect((await edits([at('one;')], [{ ...at(''), sql: null }], null)).edited).toEqual([]);
  });

  test('that only the base has changed since is not laid to this side', async () => {
    expect((await edits([at('one;')], [at('two;')], [at('one;')])).edited).toEqual([]);
  });

  test('is told apart by its bytes, also where they are no UTF-8', async () => {
    const held = async (byte: number) => {
      const own = identifiedTree(historyFiles([at(`${byte}`)]));
      const tree: Tree = { ...own, read: async () => Buffer.from([byte]) };
      return { tree, history: await readHistory(own, 'drizzle') };
    };
    const edited = async (mine: number, theirs: number) =>
      (await compareHeld('main', await held(mine), await held(theirs), null)).edited.length;
    expect([await edited(0xe4, 0xf6), await edited(0xe4, 0xe4)]).toEqual([1, 0]);
  });

  test('without ids everything is read, and compared all the same', async () => {
    const context = async (sql: string) => {
      const held = async (text: string) => {
        const tree = { ...identifiedTree(historyFiles([at(text)])), idOf: () => null };
        return { tree, history: await readHistory(tree, 'drizzle') };
      };
      return compareHeld('main', await held('one;'), await held(sql), null);
    };
    expect((await context('one;')).edited).toEqual([]);
    expect((await context('two;')).edited).toHaveLength(1);
  });
});
