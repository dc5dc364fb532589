import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beside } from '../../test/against-base';
import { anyMigrations, type AnyMigration } from '../../test/any-history';
import type { Migration } from './history';

type Side = AnyMigration[];

const tagsOf = (migrations: readonly Migration[]) => migrations.map(({ tag }) => tag);
const has = (side: readonly { tag: string }[], tag: string) => side.some((one) => one.tag === tag);

/** Whether both have made it since they went apart, at other times and with other SQL: two migrations of one name. */
function isNamesake(mine: Side, theirs: Side, ancestor: Side | null, tag: string): boolean {
  if (!ancestor?.length || has(ancestor, tag)) return false;
  const [one, other] = [mine, theirs].map((side) => side.find((migration) => migration.tag === tag));
  if (!one || !other || one.sql === null || other.sql === null) return false;
  return one.sql !== other.sql && one.when !== other.when;
}

/** Checks a law for any two histories and any place at which they went apart. */
const forAny = (law: (mine: Side, theirs: Side, ancestor: Side | null) => Promise<void>) =>
  fc.assert(fc.asyncProperty(anyMigrations, anyMigrations, fc.option(anyMigrations), law), { numRuns: 100 });

test('there is nothing between a history and itself, wherever it came from', () =>
  forAny(async (mine, _, ancestor) => {
    const { mine: made, theirs, edited, removed } = await beside(mine, mine, ancestor);
    expect({ made, theirs, edited, removed }).toEqual({ made: [], theirs: [], edited: [], removed: [] });
  }));

test('a branch that changed nothing has made, edited and removed nothing', () =>
  forAny(async (mine, theirs) => {
    const { mine: made, edited, removed } = await beside(mine, theirs, mine);
    expect({ made, edited, removed }).toEqual({ made: [], edited: [], removed: [] });
  }));

test('where the base stood still, nothing has landed, and what is new or gone is what was made or removed here', () =>
  forAny(async (mine, theirs) => {
    const divergence = await beside(mine, theirs);
    const renamed = divergence.removed.flatMap((one) => (one.renamed ? [one.renamed] : []));
    expect(divergence.theirs).toEqual([]);
    expect(divergence.removed.map((one) => one.theirs.tag)).toEqual(
      theirs.filter(({ tag }) => !has(mine, tag)).map(({ tag }) => tag),
    );
    expect(
      mine.filter(({ tag }) => has([...divergence.mine, ...renamed], tag)).map(({ tag }) => tag),
    ).toEqual(mine.filter(({ tag }) => !has(theirs, tag)).map(({ tag }) => tag));
  }));

test('without an ancestor, mine is what theirs is from the other side, and the same ones are edited', () =>
  forAny(async (one, other) => {
    const [there, back] = [await beside(one, other, null), await beside(other, one, null)];
    expect(tagsOf(there.mine)).toEqual(tagsOf(back.theirs));
    expect(tagsOf(there.theirs)).toEqual(tagsOf(back.mine));
    expect([...there.removed, ...back.removed]).toEqual([]);
    const editedOf = ({ edited }: typeof there) => edited.map((pair) => pair.mine.tag).sort();
    expect(editedOf(there)).toEqual(editedOf(back));
  }));

test('each migration is laid to one side at most, and only to a side that has it', () =>
  forAny(async (mine, theirs, ancestor) => {
    const divergence = await beside(mine, theirs, ancestor);
    const both = (tag: string) => isNamesake(mine, theirs, ancestor, tag);
    for (const { tag } of divergence.mine)
      expect([has(mine, tag), has(theirs, tag), has(ancestor ?? [], tag)]).toEqual([true, both(tag), false]);
    for (const { tag } of divergence.theirs)
      expect([has(mine, tag), has(theirs, tag), has(ancestor ?? [], tag)]).toEqual([both(tag), true, false]);
    for (const { theirs: gone } of divergence.removed)
      expect([has(mine, gone.tag), has(theirs, gone.tag), has(ancestor ?? [], gone.tag)]).toEqual([
        false,
        true,
        true,
      ]);
    for (const pair of divergence.edited) {
      expect([has(mine, pair.mine.tag), has(theirs, pair.mine.tag)]).toEqual([true, true]);
      expect(pair.theirs.tag).toBe(pair.mine.tag);
    }
  }));

test('what the base lacks is made here or renamed here, unless it was there before; nothing is left out', () =>
  forAny(async (mine, theirs, ancestor) => {
    const divergence = await beside(mine, theirs, ancestor);
    const told = [...divergence.mine, ...divergence.removed.flatMap(({ renamed }) => renamed ?? [])];
    const both = (tag: string) => isNamesake(mine, theirs, ancestor, tag);
    const isNew = ({ tag }: { tag: string }) => both(tag) || (!has(theirs, tag) && !has(ancestor ?? [], tag));
    expect(mine.filter(({ tag }) => has(told, tag))).toEqual(mine.filter(isNew));
    const absent = [...divergence.theirs, ...divergence.removed.map((one) => one.theirs)];
    expect(theirs.filter(({ tag }) => has(absent, tag))).toEqual(
      theirs.filter(({ tag }) => both(tag) || !has(mine, tag)),
    );
  }));

test('what was renamed has the SQL and the time of what was removed, and is in no other list', () =>
  forAny(async (mine, theirs, ancestor) => {
    const divergence = await beside(mine, theirs, ancestor);
    const specOf = (side: Side, { tag }: Migration) => side.find((one) => one.tag === tag)!;
    for (const { theirs: gone, renamed } of divergence.removed) {
      const { sql, when } = specOf(theirs, gone);
      if (renamed) {
        expect(specOf(mine, renamed)).toMatchObject({ sql, when });
        expect(sql).not.toBeNull();
        const others = [divergence.mine, divergence.theirs, divergence.edited.map((pair) => pair.mine)];
        expect(tagsOf(others.flat())).not.toContain(renamed.tag);
      } else {
        const isSame = (one: Migration) => specOf(mine, one).sql === sql && specOf(mine, one).when === when;
        const isFree = (one: Migration) => !isNamesake(mine, theirs, ancestor, one.tag) && isSame(one);
        expect(sql === null ? [] : divergence.mine.filter(isFree)).toEqual([]);
      }
    }
  }));

test('a migration of both is edited where its SQL or its time is other than on the base and than before', () =>
  forAny(async (mine, theirs, ancestor) => {
    const { edited } = await beside(mine, theirs, ancestor);
    const expected = mine.filter(({ tag, sql, when }) => {
      const there = theirs.find((one) => one.tag === tag);
      const before = ancestor?.find((one) => one.tag === tag);
      if (!there || isNamesake(mine, theirs, ancestor, tag)) return false;
      const isOtherSql = sql !== null && there.sql !== null && sql !== there.sql;
      return (isOtherSql && sql !== before?.sql) || (when !== there.when && when !== before?.when);
    });
    expect(edited.map((pair) => pair.mine.tag)).toEqual(expected.map(({ tag }) => tag));
  }));

test('the line of an edit is one of this side’s file, and before it both files are the same', () =>
  forAny(async (mine, theirs) => {
    const { edited } = await beside(mine, theirs, null);
    for (const { mine: migration, line } of edited) {
      const linesIn = (side: Side) => side.find(({ tag }) => tag === migration.tag)!.sql?.split('\n');
      const [here, there] = [linesIn(mine), linesIn(theirs)];
      if (line === null) {
        expect(here && there && here.join() !== there.join()).not.toBe(true);
        continue;
      }
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(here!.length);
      expect(here!.slice(0, line - 1)).toEqual(there!.slice(0, line - 1));
      const endsEarly = here!.every((text, at) => text === there![at]);
      if (endsEarly) expect(line).toBe(here!.length);
      else expect(here![line - 1]).not.toBe(there![line - 1]);
    }
  }));

test('line ends do not count, on whichever side git has changed them', async () => {
  const windows = (side: Side) =>
    side.map((one) => ({ ...one, sql: one.sql?.replaceAll('\n', '\r\n') ?? null }));
  await forAny(async (mine, theirs, ancestor) => {
    const plain = await beside(mine, theirs, ancestor);
    expect(await beside(windows(mine), theirs, ancestor)).toEqual(plain);
    expect(await beside(mine, windows(theirs), ancestor)).toEqual(plain);
    expect(await beside(mine, theirs, ancestor && windows(ancestor))).toEqual(plain);
  });
});

test('an ancestor that holds nothing is none', () =>
  forAny(async (mine, theirs) => {
    expect(await beside(mine, theirs, [])).toEqual(await beside(mine, theirs, null));
  }));
