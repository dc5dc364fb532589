import { describe, expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { mended, wordsOf } from '../../test/mended';
import { asMaps, type StateSpec } from '../../test/snapshots';

interface Migration {
  tag: string;
  sql: string;
  state: StateSpec;
  parent?: string;
}

/** A history with these states, each after the one before it where nothing else is said. */
function filesOf(...migrations: Migration[]): Record<string, string> {
  const files = historyFiles(
    migrations.map(({ tag, sql, parent }) => ({
      ...{ tag, sql, index: Number(tag.slice(0, 4)) },
      ...(parent ? { parent } : {}),
    })),
  );
  for (const { tag, state } of migrations) {
    const file = `drizzle/meta/${tag.slice(0, 4)}_snapshot.json`;
    const { id, prevId } = JSON.parse(files[file]!) as { id: string; prevId: string };
    files[file] = JSON.stringify({ ...asMaps(state), id, prevId });
  }
  return files;
}

const table = (name: string, ...columns: string[]) => ({
  name,
  columns: ['id', ...columns].map((column) => ({ name: column, type: 'text' })),
});
const add = (name: string, of = 't') => `ALTER TABLE "${of}" ADD COLUMN "${name}" text;`;
const INIT = { tag: '0000_init', sql: 'CREATE TABLE "t" ("id" text);', state: { tables: [table('t')] } };
const B = { tag: '0002_b', sql: add('b'), state: { tables: [table('t', 'a', 'b')] }, parent: 'gone' };

async function columnsOf(files: Record<string, string>, prefix: string): Promise<string[]> {
  const { tree } = await mended(files);
  const text = (await tree.read(`drizzle/meta/${prefix}_snapshot.json`))!.toString();
  const { tables } = JSON.parse(text) as { tables: Record<string, { columns: object }> };
  return Object.keys(tables['public.t']!.columns);
}

describe('a snapshot that is linked to another than it was made after', () => {
  test('what no SQL here makes is taken back, as far as it is carried on', async () => {
    const C = { tag: '0003_c', sql: add('c'), state: { tables: [table('t', 'a', 'b', 'c')] } };
    const files = filesOf(INIT, B, C);
    const { plan } = await mended(files);
    expect(wordsOf(plan).slice(0, 2)).toEqual([
      'drizzle/meta/0002_snapshot.json and the 1 after it: column a of t (new) is taken back, because no SQL here does that',
      'drizzle/meta/0002_snapshot.json continues 0000_init',
    ]);
    expect(await columnsOf(files, '0002')).toEqual(['id', 'b']);
    expect(await columnsOf(files, '0003')).toEqual(['id', 'b', 'c']);
    expect(plan.rebuilt.map(({ migration }) => migration)).toEqual(['0002_b']);
  });

  test('up to the SQL that makes it, which is proved as well', async () => {
    const late = { tag: '0003_late', sql: add('a'), state: { tables: [table('t', 'a', 'b')] } };
    const files = filesOf(INIT, B, late);
    expect(await columnsOf(files, '0003')).toEqual(['id', 'a', 'b']);
    const { plan } = await mended(files);
    expect(plan.rebuilt.map(({ migration }) => migration)).toEqual(['0002_b', '0003_late']);
    expect(plan.edits.map(({ file }) => file)).toEqual(['drizzle/meta/0002_snapshot.json']);
  });

  test('a sketch says so without working it out', async () => {
    const C = { tag: '0003_c', sql: add('c'), state: { tables: [table('t', 'a', 'b', 'c')] } };
    const { plan } = await mended(filesOf(INIT, B, C), { isSketch: true });
    expect(wordsOf(plan)[0]).toContain('and those after it that have it too: column a of t (new)');
    expect(plan.edits.map(({ file }) => file)).toEqual(['drizzle/meta/0002_snapshot.json']);
  });

  test('what was gone is put back', async () => {
    const files = filesOf(
      { ...INIT, state: { tables: [table('t', 'x')] } },
      { ...B, state: { tables: [table('t', 'b')] } },
    );
    expect((await columnsOf(files, '0002')).sort()).toEqual(['b', 'id', 'x']);
  });

  test('a key goes with the table that SQL drops', async () => {
    const child = (keys: boolean) => ({
      ...table('c', 't_id'),
      ...(keys ? { foreignKeys: [{ name: 'c_fk', columns: ['t_id'], to: 't' }] } : {}),
    });
    const { plan } = await mended(
      filesOf(
        { ...INIT, state: { tables: [table('t'), child(true)] } },
        { tag: '0002_d', sql: 'DROP TABLE "t" CASCADE;', state: { tables: [child(false)] }, parent: 'gone' },
      ),
    );
    expect(wordsOf(plan)[0]).toBe('drizzle/meta/0002_snapshot.json continues 0000_init');
  });

  test.each([
    [
      'where its SQL renames something',
      { ...B, sql: `${add('b')}\nALTER TABLE "t" RENAME COLUMN "y" TO "z";` },
      null,
    ],
    ['where SQL after it renames what it is in', B, 'ALTER TABLE "t" RENAME TO "u";'],
  ] as [string, Migration, string | null][])('%s it is left to people', async (_, second, rename) => {
    const after = {
      tag: '0003_r',
      sql: rename ?? add('r'),
      state: { tables: [table(rename ? 'u' : 't', 'a', 'b')] },
    };
    const { plan } = await mended(filesOf(INIT, second, after));
    expect(plan.edits).toEqual([]);
    expect(plan.decisions[0]).toMatchObject({
      code: 'dangling-parent',
      what: expect.stringContaining('it has what no SQL here makes (column a of t (new))'),
    });
  });

  test('what is not proved is left to people, with what the parent was', async () => {
    const { plan } = await mended(filesOf(INIT, B), { refuted: new Map([['0002_b', 'it is not so']]) });
    expect(plan.edits).toEqual([]);
    expect(plan.decisions[0]).toMatchObject({
      migration: '0002_b',
      what: expect.stringContaining('and it is not so'),
      options: [
        expect.stringContaining('git log --all --oneline -S '),
        expect.anything(),
        expect.anything(),
        expect.anything(),
      ],
    });
  });
});
