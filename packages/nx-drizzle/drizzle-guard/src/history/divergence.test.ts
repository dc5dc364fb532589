import { expect, test } from 'vitest';
import { beside } from '../../test/against-base';

async function told(...given: Parameters<typeof beside>) {
  const { mine, theirs, edited, removed } = await beside(...given);
  const tags = (migrations: readonly { tag: string }[]) => migrations.map(({ tag }) => tag);
  return {
    mine: tags(mine),
    theirs: tags(theirs),
    edited: edited.map((one) => [one.mine.tag, one.line]),
    removed: removed.map((one) => [one.theirs.tag, one.renamed?.tag ?? null]),
  };
}

const NOTHING = { mine: [], theirs: [], edited: [], removed: [] };
const a = { tag: '0000_a', sql: 'create a' };
const b = { tag: '0001_b', sql: 'create b;\nindex b;\n' };

test('the same history, and nothing landed at all', async () => {
  expect(await told([a, b], [a, b])).toEqual(NOTHING);
  expect(await told([a, b], [], null)).toEqual({ ...NOTHING, mine: ['0000_a', '0001_b'] });
});

test('a branch that is behind has removed nothing and edited nothing', async () => {
  expect(await told([a], [a, b], [a])).toEqual({ ...NOTHING, theirs: ['0001_b'] });
  expect(await told([a, b], [a, { ...b, sql: 'other' }], [a, b])).toEqual(NOTHING);
  expect(await told([a, b], [a, { ...b, when: 1 }], [a, b])).toEqual(NOTHING);
  expect(await told([a, b], [a], [a, b])).toEqual(NOTHING);
});

test('a fork', async () => {
  const c = { tag: '0001_c', sql: 'create c' };
  expect(await told([a, b], [a, c], [a])).toEqual({ ...NOTHING, mine: ['0001_b'], theirs: ['0001_c'] });
});

test('edited: by the line, whichever side has the file longer, but not by line ends', async () => {
  const withSql = (sql: string) => [a, { ...b, sql }];
  expect((await told(withSql('create b;\nindex c;\n'), [a, b])).edited).toEqual([['0001_b', 2]]);
  expect((await told(withSql('create b;\nindex b;\nmore;'), [a, b])).edited).toEqual([['0001_b', 3]]);
  expect((await told(withSql('create b;'), [a, b])).edited).toEqual([['0001_b', 1]]);
  expect((await told(withSql('create b;\nindex b;'), [a, b])).edited).toEqual([['0001_b', 2]]);
  expect(await told(withSql('create b;\r\nindex b;\r\n'), [a, b])).toEqual(NOTHING);
});

test('edited on both sides, or made on both with other SQL', async () => {
  const one = [a, { ...b, sql: 'one' }];
  const other = [a, { ...b, sql: 'other' }];
  expect((await told(one, other, [a, b])).edited).toEqual([['0001_b', 1]]);
  expect((await told(one, other, [a])).edited).toEqual([['0001_b', 1]]);
});

test('another timestamp is an edit, without a line of SQL', async () => {
  expect((await told([a, { ...b, when: 5 }], [a, b])).edited).toEqual([['0001_b', null]]);
});

test('removed, and renamed with the same SQL and time', async () => {
  const at = { ...b, when: 7 };
  expect((await told([a], [a, at])).removed).toEqual([['0001_b', null]]);
  expect(await told([a, { ...at, tag: '0001_x' }], [a, at])).toEqual({
    ...NOTHING,
    removed: [['0001_b', '0001_x']],
  });
  expect(await told([a, { ...at, tag: '0001_x', sql: 'other' }], [a, at])).toEqual({
    ...NOTHING,
    mine: ['0001_x'],
    removed: [['0001_b', null]],
  });
});

test('a SQL file that is not there is no edit: missing-sql says it', async () => {
  expect(await told([a, { ...b, sql: null }], [a, b])).toEqual(NOTHING);
});

test('two migrations without a SQL file are not one that was renamed, also where their times are equal', async () => {
  const gone = { ...b, when: 7, sql: null };
  expect(await told([a, { ...gone, tag: '0001_x' }], [a, gone])).toEqual({
    ...NOTHING,
    mine: ['0001_x'],
    removed: [['0001_b', null]],
  });
});
