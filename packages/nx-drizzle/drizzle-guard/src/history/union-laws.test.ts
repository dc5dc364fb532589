import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beside } from '../../test/against-base';
import { anyMigrations, type AnyMigration } from '../../test/any-history';
import { headOf, type Migration } from './history';
import { absentHere, unionOf } from './union';

const tagsOf = (migrations: readonly { tag: string }[]) => migrations.map(({ tag }) => tag);

async function union(...given: Parameters<typeof beside>): Promise<Migration[]> {
  const context = await beside(...given);
  return unionOf(context.history, context.base.history, context);
}

describe('what the base has and this side lacks', () => {
  test('is what landed meanwhile and what was removed here, without what is here under another name', async () => {
    const named = { when: 7, sql: 'x' };
    const theirs = ['0000_a', '0001_gone', { tag: '0002_old', ...named }];
    const context = await beside([{ tag: '0002_new', ...named }], [...theirs, '0003_new'], theirs);
    expect(tagsOf(absentHere(context))).toEqual(['0003_new', '0000_a', '0001_gone']);
  });

  test('is nothing between a history and itself', async () => {
    expect(absentHere(await beside(['0000_a'], ['0000_a']))).toEqual([]);
  });
});

describe('laws of the union', () => {
  type Law = (mine: AnyMigration[], theirs: AnyMigration[], ancestor: AnyMigration[] | null) => Promise<void>;
  const forAny = (law: Law) =>
    fc.assert(fc.asyncProperty(anyMigrations, anyMigrations, fc.option(anyMigrations), law), {
      numRuns: 100,
    });

  test('it holds each migration of both once, but what was renamed by its name here only', () =>
    forAny(async (mine, theirs, ancestor) => {
      const context = await beside(mine, theirs, ancestor);
      const tags = tagsOf(unionOf(context.history, context.base.history, context));
      const renamed = context.removed.filter((one) => one.renamed).map((one) => one.theirs.tag);
      const expected = new Set([...tagsOf(mine), ...tagsOf(theirs).filter((tag) => !renamed.includes(tag))]);
      expect([...tags].sort()).toEqual([...expected].sort());
    }));

  test('it keeps the order of each side', () =>
    forAny(async (mine, theirs, ancestor) => {
      const tags = tagsOf(await union(mine, theirs, ancestor));
      for (const side of [tagsOf(mine), tagsOf(theirs)])
        expect(tags.filter((tag) => side.includes(tag))).toEqual(side.filter((tag) => tags.includes(tag)));
    }));

  test('what landed meanwhile stands right behind what it follows on the base', () =>
    forAny(async (mine, theirs, ancestor) => {
      const tags = tagsOf(await union(mine, theirs, ancestor));
      const landed = tagsOf(theirs).filter((tag) => tags.includes(tag));
      for (const [place, tag] of landed.entries())
        if (!tagsOf(mine).includes(tag)) expect(tags.indexOf(tag) - 1).toBe(tags.indexOf(landed[place - 1]!));
    }));

  test('of a history with itself, or with an empty one, it is that history', () =>
    forAny(async (mine) => {
      const { history } = await beside(mine, mine);
      expect(await union(mine, mine)).toEqual(history.migrations);
      expect(await union(mine, [])).toEqual(history.migrations);
      expect(await union([], mine, null)).toEqual(history.migrations);
    }));

  test('it changes neither history', () =>
    forAny(async (mine, theirs, ancestor) => {
      const context = await beside(mine, theirs, ancestor);
      const before = JSON.stringify(context);
      unionOf(context.history, context.base.history, context);
      expect(JSON.stringify(context)).toBe(before);
    }));
});

describe('snapshots in a union', () => {
  const parentsOf = (migrations: Migration[]) =>
    Object.fromEntries(migrations.map(({ tag, snapshot }) => [tag, snapshot?.parents ?? null]));

  test('a landed one without a snapshot stays without one', async () => {
    const migrations = await union(['0000_a'], ['0000_a', { tag: '0001_b', snapshot: null }], ['0000_a']);
    expect(migrations.map(({ snapshot }) => snapshot === null)).toEqual([false, true]);
  });

  test('a parent that nothing on the base has stays what it is', async () => {
    const theirs = ['0000_a', { tag: '0001_b', parent: 'gone' }];
    const { base } = await beside(['0000_a'], theirs, ['0000_a']);
    expect(parentsOf(await union(['0000_a'], theirs, ['0000_a']))['0001_b']).toEqual(
      headOf(base.history)!.snapshot!.parents,
    );
  });

  test('a parent whose snapshot is not here stays what it is', async () => {
    const mine = [{ tag: '0000_a', snapshot: null }];
    const { base } = await beside(mine, ['0000_a', '0001_b'], mine);
    const theirs = base.history.migrations;
    expect(parentsOf(await union(mine, ['0000_a', '0001_b'], mine))['0001_b']).toEqual([
      theirs[0]!.snapshot!.id,
    ]);
  });

  test('what was made here keeps its parents, also where the base has repaired what they continue', async () => {
    const repaired = [{ tag: '0000_a' }, { tag: '0001_b', id: 'repaired' }, '0002_theirs'];
    const mine = ['0000_a', '0001_b', '0002_mine'];
    const { history } = await beside(mine, repaired, mine.slice(0, 2));
    const migrations = await union(mine, repaired, mine.slice(0, 2));
    expect(tagsOf(migrations)).toEqual(['0000_a', '0001_b', '0002_theirs', '0002_mine']);
    const own = history.migrations[1]!.snapshot!.id;
    expect(parentsOf(migrations)).toMatchObject({ '0002_mine': [own], '0002_theirs': [own] });
  });
});
