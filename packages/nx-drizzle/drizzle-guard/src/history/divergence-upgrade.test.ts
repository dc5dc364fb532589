import fc from 'fast-check';
import { expect, test } from 'vitest';
import { besideFiles } from '../../test/against-base';
import { anyMigrations, upgraded, type AnyMigration } from '../../test/any-history';
import { folderFiles, historyFiles } from '../../test/histories';
import { absentHere, unionOf } from './union';

// One side upgraded to folders, the other not yet.

const at = (minute: number) => Date.UTC(2026, 0, 1, 0, minute);
const a: AnyMigration = { tag: '0000_a', when: at(0), sql: 'create a' };
const b: AnyMigration = { tag: '0001_b', when: at(1), sql: 'create b' };
const c: AnyMigration = { tag: '0002_c', when: at(2), sql: 'create c' };
const [C, D] = ['20260101000200_c', '20260101000300_d'];

const tagsOf = (migrations: readonly { tag: string }[]) => migrations.map(({ tag }) => tag);
const told = async (...given: Parameters<typeof besideFiles>) => {
  const { mine, theirs, edited, removed } = await besideFiles(...given);
  return { mine: tagsOf(mine), theirs: tagsOf(theirs), edited, removed };
};
const NOTHING = { mine: [], theirs: [], edited: [], removed: [] };
const old = (...migrations: AnyMigration[]) => historyFiles(migrations);
const folders = (...migrations: AnyMigration[]) => folderFiles(migrations.map(upgraded));
const withFolder = (files: Record<string, string>, tag: string) => ({ ...files, ...folderFiles([tag]) });

test('an upgrade alone is no difference, on whichever side it was made', async () => {
  expect(await told(folders(a, b), old(a, b), old(a, b))).toEqual(NOTHING);
  expect(await told(old(a, b), folders(a, b), old(a, b))).toEqual(NOTHING);
  expect(await told(folders(a, b), folders(a, b), old(a, b))).toEqual(NOTHING);
});

test('what was made behind the upgrade is mine; what landed behind it is theirs', async () => {
  expect(await told(withFolder(folders(a, b), D), old(a, b), old(a, b))).toEqual({ ...NOTHING, mine: [D] });
  expect(await told(old(a, b), withFolder(folders(a, b), D), old(a, b))).toEqual({ ...NOTHING, theirs: [D] });
});

test('what the other side made meanwhile keeps the name that it has there', async () => {
  expect(await told(folders(a, b), old(a, b, c), old(a, b))).toEqual({ ...NOTHING, theirs: ['0002_c'] });
  expect(await told(old(a, b, c), folders(a, b), old(a, b))).toEqual({ ...NOTHING, mine: ['0002_c'] });
  expect(await told(folders(a, b, c), old(a, b), old(a, b))).toEqual({ ...NOTHING, mine: [C] });
});

test('what landed before the upgrade and is gone behind it was removed here', async () => {
  const { removed, mine } = await besideFiles(folders(a), old(a, b), old(a, b));
  expect(removed).toMatchObject([{ theirs: { tag: '0001_b' }, renamed: null }]);
  expect(mine).toEqual([]);
});

test('what landed before the upgrade and was renamed behind it, and what was removed in the journal since', async () => {
  const { removed } = await besideFiles(
    folderFiles([upgraded(a), { tag: '20260101000100_x', sql: b.sql }]),
    old(a, b),
    old(a, b),
  );
  expect(removed).toMatchObject([{ theirs: { tag: '0001_b' }, renamed: { tag: '20260101000100_x' } }]);
  const gone = await besideFiles(old(a), folders(a, b), old(a, b));
  expect(gone.removed).toMatchObject([{ theirs: { tag: '20260101000100_b' }, renamed: null }]);
});

test('a history and its upgrade have nothing between them, whatever is in it', async () => {
  const any = anyMigrations.filter((migrations) => migrations.length > 0);
  await fc.assert(
    fc.asyncProperty(any, async (migrations) => {
      const [before, after] = [old(...migrations), folders(...migrations)];
      expect(await told(after, before, before)).toEqual(NOTHING);
      expect(await told(before, after, null)).toEqual(NOTHING);
    }),
  );
});

test('in a union of two layouts what landed comes behind all that has landed, before what has not', async () => {
  const mine = withFolder(folders(a, b), D);
  const context = await besideFiles(mine, old(a, b, c), old(a, b));
  expect(tagsOf(absentHere(context))).toEqual(['0002_c']);
  expect(tagsOf(unionOf(context.history, context.base.history, context))).toEqual([
    '20260101000000_a',
    '20260101000100_b',
    '0002_c',
    D,
  ]);
});

test('a union of two layouts begins with what landed where nothing here has', async () => {
  const context = await besideFiles(folders(c), old(a, b), null);
  expect(tagsOf(unionOf(context.history, context.base.history, context))).toEqual(['0000_a', '0001_b', C]);
});
