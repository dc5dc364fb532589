import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import { codesOf, findingsOf, folderFindingsOf, foundIn, historyOf } from '../../../test/histories';

test('conflict markers in a snapshot are found with their line, and it does not count as missing', async () => {
  const text = '{\n  "id": "a",\n<<<<<<< HEAD\n  "prevId": "b"\n=======\n  "prevId": "c"\n>>>>>>> theirs\n}';
  const findings = await findingsOf(['0000_a'], { 'drizzle/meta/0000_snapshot.json': text });
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "malformed-snapshot",
        "file": "drizzle/meta/0000_snapshot.json",
        "help": "bring it back: \`git restore --source=HEAD --staged --worktree -- drizzle/meta/0000_snapshot.json\`; where HEAD has it so too, \`git log --oneline -- drizzle/meta/0000_snapshot.json\` names the commits that hold it; move a file that is no snapshot out of meta/",
        "line": 3,
        "message": "drizzle/meta/0000_snapshot.json holds the conflict markers of a merge",
      },
    ]
  `);
});

test('a stray file in meta is found, because drizzle-kit reads it as a snapshot', async () => {
  const findings = await findingsOf(['0000_a'], { 'drizzle/meta/README.md': '# Snapshots' });
  expect(findings).toMatchObject([{ code: 'malformed-snapshot', file: 'drizzle/meta/README.md', line: 1 }]);
});

test('JSON without the head of a snapshot is found, and what it lacks is named', async () => {
  const findings = await findingsOf(['0000_a'], { 'drizzle/meta/0000_snapshot.json': '{"id":"a"}' });
  expect(findings).toMatchObject([
    { code: 'malformed-snapshot', message: expect.stringContaining('is not a drizzle-kit snapshot: prevId') },
  ]);
});

test('a file whose name begins with an underscore is no snapshot, as for drizzle-kit', async () => {
  expect(await findingsOf(['0000_a'], { 'drizzle/meta/_notes.txt': 'not JSON' })).toEqual([]);
});

const ORIGIN = '00000000-0000-0000-0000-000000000000';
const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;
const FIRST = 'drizzle/meta/0000_snapshot.json';
const snapshotWith = (tables: object, more: object = {}) =>
  JSON.stringify({ id: 'x', prevId: ORIGIN, version: '7', dialect: 'postgresql', tables, ...more });
const table = {
  ...{ name: 't', schema: '', columns: {}, indexes: {}, foreignKeys: {}, compositePrimaryKeys: {} },
};
const withFirst = async (text: string) => findingsOf(['0000_a'], { [FIRST]: text });

test('a table with what its dialect knows is sound; with another part it is refused, and both are named', async () => {
  expect(await withFirst(snapshotWith({ 'public.t': table }))).toEqual([]);
  expect(await withFirst(snapshotWith({ 'public.t': { ...table, checkConstraint: {} } }))).toMatchObject([
    {
      code: 'malformed-snapshot',
      file: FIRST,
      message: `${FIRST} is refused by drizzle-kit: table public.t has "checkConstraint", which a postgresql snapshot does not know`,
    },
  ]);
});

test('a table without a part that each has is refused; of an older format nothing is asked', async () => {
  const { indexes: _, ...less } = table;
  const [refused] = await withFirst(snapshotWith({ t: less }));
  expect(refused!.message).toBe(`${FIRST} is refused by drizzle-kit: table t has no "indexes"`);
  expect(Object.keys(refused!)).not.toContain('line');
  expect(await withFirst(snapshotWith({ t: less }, { version: '5' }))).toMatchObject([
    { code: 'outdated-snapshot' },
  ]);
});

test('each file that is no snapshot is a finding: first what cannot be read, then what is refused', async () => {
  const all = await findingsOf(['0000_a', '0001_b', '0002_c'], {
    [FIRST]: snapshotWith({ t: null }),
    'drizzle/meta/0001_snapshot.json': '',
    'drizzle/meta/0002_snapshot.json': '[]',
  });
  expect(ofCode('malformed-snapshot', all).map(({ message }) => message)).toEqual([
    'drizzle/meta/0001_snapshot.json is empty',
    expect.stringContaining('drizzle/meta/0002_snapshot.json is not a drizzle-kit snapshot'),
    `${FIRST} has a table t that is none`,
  ]);
});

test('a name that a shell would split is quoted where people are told to type it', async () => {
  const [odd] = await findingsOf(['0000_a'], { 'drizzle/meta/my notes.md': '# Notes' });
  expect(odd!.help).toContain(`\`git log --oneline -- 'drizzle/meta/my notes.md'\``);
});

test('what lies in a folder of meta, or beside it, is no snapshot and not looked at', async () => {
  const others = { 'drizzle/meta/old/0000_snapshot.json': '{', 'drizzle/notes.json': '{' };
  expect(await findingsOf(['0000_a'], others)).toEqual([]);
});

test('of folders a snapshot that cannot be read is found, and belongs elsewhere than out of meta', async () => {
  const all = await folderFindingsOf([A, B], { [`drizzle/${B}/snapshot.json`]: '{\n  "id": }' });
  expect(all).toMatchInlineSnapshot(`
    [
      {
        "code": "malformed-snapshot",
        "file": "drizzle/20260101000100_b/snapshot.json",
        "help": "bring it back: \`git restore --source=HEAD --staged --worktree -- drizzle/20260101000100_b/snapshot.json\`; where HEAD has it so too, \`git log --oneline -- drizzle/20260101000100_b/snapshot.json\` names the commits that hold it; move a file that is no snapshot elsewhere",
        "line": 2,
        "message": "drizzle/20260101000100_b/snapshot.json is not JSON: value expected",
      },
    ]
  `);
});

test('of folders a second beginning is found, and says which the first is; one that continues it is sound', async () => {
  const text = JSON.stringify({
    ...{ type: 'base', version: '9', dialect: 'postgres', id: 'b', prevIds: [ORIGIN], ddl: [] },
  });
  const all = await folderFindingsOf([A, B], { [`drizzle/${B}/snapshot.json`]: text });
  expect(ofCode('malformed-snapshot', all)).toMatchObject([
    {
      file: `drizzle/${B}/snapshot.json`,
      message: `drizzle/${B}/snapshot.json begins the history a second time ("type": "base"), although drizzle/${A}/snapshot.json does`,
    },
  ]);
  expect(await folderFindingsOf([A, B])).toEqual([]);
});

test('of folders each beginning after the first is found', async () => {
  const base = (id: string) =>
    JSON.stringify({ type: 'base', version: '9', dialect: 'postgres', id, prevIds: [ORIGIN], ddl: [] });
  const all = await folderFindingsOf([A, B, C], {
    [`drizzle/${B}/snapshot.json`]: base('b'),
    [`drizzle/${C}/snapshot.json`]: base('c'),
  });
  expect(ofCode('malformed-snapshot', all).map(({ file }) => file)).toEqual([
    `drizzle/${B}/snapshot.json`,
    `drizzle/${C}/snapshot.json`,
  ]);
});

test('of folders changes of nothing are found, and changes of something that is gone are not', async () => {
  const diff = (prevIds: string[]) =>
    JSON.stringify({ type: 'diff', version: '9', dialect: 'postgres', id: 'b', prevIds, deltas: [] });
  const file = `drizzle/${B}/snapshot.json`;
  const codesWhere = async (prevIds: string[]) =>
    codesOf(await folderFindingsOf([A, B], { [file]: diff(prevIds) }));
  expect(
    ofCode('malformed-snapshot', await folderFindingsOf([A, B], { [file]: diff([ORIGIN]) })),
  ).toMatchObject([
    {
      file,
      message: `${file} holds changes ("type": "diff") of nothing: prevIds names no snapshot that they continue`,
    },
  ]);
  expect(await codesWhere([])).toContain('malformed-snapshot');
  expect(await codesWhere(['gone'])).toEqual(['dangling-parent']);
});

test('what it does to people, and that the help is the way out', async () => {
  const history = await historyOf(['0000_a'], { [FIRST]: '{' });
  const [broken] = foundIn(history);
  expect(effectOf(broken!, history)).toBe('drizzle-kit check fails, and generate writes nothing and exits 0');
  expect(wayOutOf(broken!, history, '--database shop')).toEqual([broken!.help]);
});
