import fc from 'fast-check';
import { journalHistory, type MigrationSpec } from 'testkit';
import { describe, expect, test } from 'vitest';
import { folderFiles, historyFiles, JOURNAL } from '../../test/histories';
import { mended, wordsOf } from '../../test/mended';

const SNAPSHOT = 'drizzle/meta/0001_snapshot.json';

describe('of one defect', () => {
  test('a parent that no snapshot has: the migration before it', async () => {
    const { plan, findings, tree } = await mended(
      historyFiles(['0000_a', { tag: '0001_b', parent: 'deleted' }, '0002_c']),
    );
    expect(wordsOf(plan)).toEqual(['drizzle/meta/0001_snapshot.json continues 0000_a']);
    expect(findings).toEqual([]);
    // Nothing but the link has changed.
    const [before, after] = [
      plan.edits[0]!.before!.split('\n'),
      (await tree.read(SNAPSHOT))!.toString().split('\n'),
    ];
    expect(after.filter((line, at) => line !== before[at])).toEqual([expect.stringContaining('"prevId"')]);
  });

  test('a first snapshot that continues something begins the history', async () => {
    const { plan, findings } = await mended(historyFiles([{ tag: '0000_a', parent: 'squashed' }, '0001_b']));
    expect(wordsOf(plan)).toEqual(['drizzle/meta/0000_snapshot.json continues nothing, as the first one']);
    expect(findings).toEqual([]);
  });

  test('a first snapshot as drizzle-kit pull writes it is left as it is', async () => {
    const files = journalHistory(['0000_a', '0001_b']);
    const nothing = '00000000-0000-0000-0000-000000000000';
    const first = JSON.parse(files['drizzle/meta/0000_snapshot.json']!) as object;
    const second = JSON.parse(files[SNAPSHOT]!) as object;
    const { plan, findings } = await mended({
      ...files,
      'drizzle/meta/0000_snapshot.json': JSON.stringify({ ...first, id: nothing, prevId: '' }),
      [SNAPSHOT]: JSON.stringify({ ...second, prevId: nothing }),
    });
    expect(wordsOf(plan)).toEqual([]);
    expect(findings).toEqual([]);
  });

  test('a copied id: the later one gets its own, and what continues it follows', async () => {
    const { plan, findings } = await mended(
      historyFiles([
        '0000_a',
        '0001_b',
        { tag: '0002_c', id: '0001_b', parent: 'deleted' },
        { tag: '0003_d', parent: '0001_b' },
      ]),
    );
    expect(plan.repairs.map(({ code, migration }) => `${code} ${migration}`)).toEqual([
      'duplicate-snapshot 0002_c',
      'dangling-parent 0002_c',
      'duplicate-snapshot 0003_d',
    ]);
    expect(findings).toEqual([]);
  });

  test('an index that was taken twice', async () => {
    const { plan, findings } = await mended(historyFiles(['0000_a', { tag: '0001_b', index: 0 }, '0002_c']));
    expect(wordsOf(plan)).toEqual(['0001_b gets the index 1 in place of 0']);
    expect(findings).toEqual([]);
  });

  test('an index that leaves one out, where the numbers of the tags do not', async () => {
    const { plan, findings } = await mended(
      historyFiles(['0000_a', { tag: '0001_b', index: 2 }, { tag: '0002_c', index: 3 }]),
    );
    expect(wordsOf(plan)).toEqual([
      '0001_b gets the index 1 in place of 2',
      '0002_c gets the index 2 in place of 3',
    ]);
    expect(findings).toEqual([]);
  });

  test('a number that is left out of the tags stays so: drizzle-kit would give the newest number again', async () => {
    const { plan } = await mended(historyFiles(['0000_a', { tag: '0002_c', index: 2 }]));
    expect(plan.edits).toEqual([]);
    expect(plan.decisions).toMatchObject([
      { code: 'index-gap', options: [expect.stringContaining('a number twice'), expect.anything()] },
    ]);
  });

  test('an orphan with the bytes of a migration goes, and no other', async () => {
    const files = historyFiles(['0000_a', '0001_b']);
    const { plan, tree } = await mended({
      ...files,
      'drizzle/0009_copy.sql': files['drizzle/0001_b.sql']!,
      'drizzle/0010_own.sql': 'SELECT 1;',
      'drizzle/0011_empty.sql': '',
    });
    expect(wordsOf(plan)).toEqual([
      'drizzle/0009_copy.sql is deleted: 0001_b, which the journal lists, holds the same bytes',
      'left to people: orphan-sql: drizzle/0010_own.sql is not in the journal, so no migrate will ever run it',
      'left to people: orphan-sql: drizzle/0011_empty.sql is not in the journal, so no migrate will ever run it',
    ]);
    expect(tree.has('drizzle/0010_own.sql')).toBe(true);
    expect(plan.edits.map(({ file }) => file)).toEqual(['drizzle/0009_copy.sql']);
  });
});

describe('of what is in a snapshot', () => {
  const withTables = (text: string, tables: object, dialect = 'postgresql', version = '7') =>
    JSON.stringify({ ...(JSON.parse(text) as object), tables, dialect, version });
  const parts = {
    name: 'users',
    indexes: {},
    foreignKeys: {},
    compositePrimaryKeys: {},
    uniqueConstraints: {},
  };

  test('a word of another dialect, of which nothing is lost', async () => {
    const files = journalHistory(['0000_a', '0001_b']);
    const checks = { positive: { name: 'positive', value: 'age > 0' } };
    const mysql = (text: string, extra: object) =>
      withTables(text, { users: { ...parts, columns: {}, ...extra } }, 'mysql', '5');
    const { plan, findings, tree } = await mended({
      ...files,
      'drizzle/meta/0000_snapshot.json': mysql(files['drizzle/meta/0000_snapshot.json']!, {
        checkConstraint: {},
      }),
      [SNAPSHOT]: mysql(files[SNAPSHOT]!, { checkConstraints: checks }),
    });
    expect(plan.repairs).toMatchObject([{ code: 'malformed-snapshot', migration: '0001_b' }]);
    expect(findings).toEqual([]);
    const { users } = (JSON.parse((await tree.read(SNAPSHOT))!.toString()) as { tables: { users: object } })
      .tables;
    expect(users).toEqual({ ...parts, columns: {}, checkConstraint: checks });
  });

  test('any other word is left to people', async () => {
    const files = journalHistory(['0000_a', '0001_b']);
    const { plan } = await mended({
      ...files,
      [SNAPSHOT]: withTables(files[SNAPSHOT]!, { 'public.users': { ...parts, columns: {}, colour: 'red' } }),
    });
    expect(plan.edits).toEqual([]);
    expect(plan.decisions).toMatchObject([
      { code: 'malformed-snapshot', what: expect.stringContaining('table public.users has "colour"') },
    ]);
  });

  const keyed = (primaryKey: boolean) => ({
    'public.users': {
      ...parts,
      columns: { id: { name: 'id', type: 'serial', primaryKey, notNull: true } },
      compositePrimaryKeys: { users_pk: { name: 'users_pk', columns: ['a', 'b'] } },
    },
  });
  const twoKeys = (sql: string) => {
    const files = journalHistory(['0000_a', { tag: '0001_b', sql }, '0002_c']);
    const before = { 'public.users': { ...keyed(false)['public.users'], columns: {} } };
    const texts = { '0000': before, '0001': keyed(true), '0002': keyed(true) };
    const snapshots = Object.entries(texts).map(([prefix, tables]) => {
      const file = `drizzle/meta/${prefix}_snapshot.json`;
      return [file, withTables(files[file]!, tables)];
    });
    return mended({ ...files, ...Object.fromEntries(snapshots) });
  };

  test('a second primary key, which no SQL made: not in any snapshot of it', async () => {
    const { plan, tree } = await twoKeys('ALTER TABLE "users" ADD COLUMN "id" serial NOT NULL;');
    expect(plan.repairs.map(({ migration }) => migration)).toEqual(['0001_b', '0002_c']);
    expect(plan.rebuilt.map(({ migration }) => migration)).toEqual(['0001_b']);
    const { tables } = JSON.parse((await tree.read(SNAPSHOT))!.toString()) as { tables: object };
    expect(tables).toEqual(keyed(false));
  });

  test('a second primary key that SQL speaks of stays', async () => {
    expect(
      (await twoKeys('ALTER TABLE "users" ADD COLUMN "id" serial PRIMARY KEY NOT NULL;')).plan.edits,
    ).toEqual([]);
  });
});

describe('left to people', () => {
  test.each([
    ['timestamps', ['0000_a', { tag: '0001_b', when: Date.UTC(2025, 0, 1) }], 'timestamp-regression'],
    ['a number that two tags have', ['0000_a', '0001_b', '0001_c'], 'duplicate-prefix'],
    ['SQL that is gone', ['0000_a', { tag: '0001_b', sql: null }], 'missing-sql'],
  ] as [string, (string | MigrationSpec)[], string][])('%s', async (_, specs, code) => {
    const { plan } = await mended(historyFiles(specs));
    expect(plan.edits).toEqual([]);
    expect(plan.decisions.map((decision) => decision.code)).toContain(code);
  });

  test('the newest snapshot, where nothing tells what it says', async () => {
    const files = historyFiles(['0000_a', { tag: '0001_b', snapshot: null }]);
    const { plan } = await mended(files, { newest: { why: 'nothing bears it out' } });
    expect(plan.edits).toEqual([]);
    expect(wordsOf(plan)).toEqual([
      `left to people: missing-snapshot: ${SNAPSHOT} is not made: nothing bears it out`,
    ]);
  });

  test('everything where the plan would do harm, and why', async () => {
    const { plan } = await mended(historyFiles(['0000_a', '0003_b', { tag: '0002_c', parent: '0000_a' }]));
    expect(plan.harm).toContain('mended as planned, it would have dangling-parent: drizzle/meta/0002');
    expect(plan).toMatchObject({ repairs: [], edits: [], rebuilt: [] });
    expect(plan.decisions).toMatchObject([{ code: 'forked-history' }]);
  });

  test('everything where the journal cannot be read', async () => {
    const { plan } = await mended(
      historyFiles(['0000_a', { tag: '0001_b', parent: 'x' }], { [JOURNAL]: '{' }),
    );
    expect(plan.edits).toEqual([]);
    expect(plan.decisions.map(({ code }) => code)).toContain('broken-journal');
  });

  test('in the folders layout what a replay refutes, and what is in no line', async () => {
    const [A, B, C, D] = [1, 2, 3, 4].map((day) => `2026010${day}000000_${day}`) as string[];
    const files = folderFiles([A!, { tag: B!, parents: ['nowhere'] }]);
    const known = await mended(files);
    expect(wordsOf(known.plan)).toEqual([`drizzle/${B}/snapshot.json continues ${A}`]);
    expect(known.plan.rebuilt.map(({ migration }) => migration)).toEqual([B]);
    expect(known.findings).toEqual([]);
    const { plan } = await mended(files, { refuted: new Map([[B!, 'no table t']]) });
    expect(plan.edits).toEqual([]);
    expect(wordsOf(plan)).toEqual([
      `left to people: dangling-parent: drizzle/${B}/snapshot.json is not linked to ${A}: no table t`,
    ]);
    const forked = [A!, B!, { tag: C!, parents: [A!] }, { tag: D!, parents: ['nowhere'] }];
    expect((await mended(folderFiles(forked))).plan.edits).toEqual([]);
  });

  test('in the folders layout a snapshot for the beginning, and one that another continues', async () => {
    const [A, B, C] = [1, 2, 3].map((day) => `2026010${day}000000_${day}`) as [string, string, string];
    const first = await mended(folderFiles([{ tag: A, snapshot: null }, { tag: B, parents: [] }, C]));
    expect(wordsOf(first.plan)[0]).toContain('is not made: there is no snapshot before it');
    const lost = await mended(folderFiles([A, { tag: B, snapshot: null }, C]));
    expect(lost.plan.edits).toEqual([]);
    const rows = { tag: B, snapshot: null, sql: "UPDATE t SET a = '';" } as const;
    const given = await mended(folderFiles([A, rows, { tag: C, parents: [A] }]));
    expect(wordsOf(given.plan)).toEqual([
      `drizzle/${B}/snapshot.json is made: its SQL changes nothing that a snapshot says`,
    ]);
    expect([given.plan.rebuilt, given.findings]).toEqual([[], []]);
    expect(given.history.snapshots.map(({ parents }) => parents.length)).toEqual([1, 1, 1]);
  });

  test('a state that rows alone were written in needs no proof', async () => {
    const sql = "-- fill\nINSERT INTO t VALUES (1);\nUPDATE t SET a = 'x;y';";
    const { plan, findings } = await mended(
      historyFiles(['0000_a', { tag: '0001_b', snapshot: null, sql }, '0002_c']),
    );
    expect(plan.rebuilt).toEqual([]);
    expect(findings).toEqual([]);
  });

  test('a snapshot that a replay refuted', async () => {
    const files = historyFiles(['0000_a', { tag: '0001_b', snapshot: null }, '0002_c']);
    expect((await mended(files)).plan.rebuilt).toHaveLength(2);
    const { plan } = await mended(files, { refuted: new Map([['0001_b', 'table public.t1']]) });
    expect(plan.rebuilt).toEqual([]);
    expect(plan.decisions).toMatchObject([
      { code: 'missing-snapshot', what: expect.stringContaining('is not rebuilt: table public.t1') },
      { code: 'dangling-parent' },
    ]);
  });
});

type Spec = MigrationSpec & { when: number };

/** Everything that can be mended whatever the states are: the builder's are all empty. */
const DEFECTS: Record<string, (specs: Spec[], at: number) => Record<string, string>> = {
  'missing snapshot': (specs, at) => {
    if (at < specs.length - 1) specs[at]!.snapshot = null;
    return {};
  },
  'dangling parent': (specs, at) => ((specs[at]!.parent = 'nowhere'), {}),
  'copied id': (specs, at) => ((specs[at]!.id = specs[at - 1]!.id ?? specs[at - 1]!.tag), {}),
  fork: (specs, at) => ((specs[at]!.parent = specs[Math.max(at - 2, 0)]!.tag), {}),
  'index twice': (specs, at) => ((specs[at]!.index = at - 1), {}),
  'index hole': (specs, at) => {
    specs.forEach((spec, position) => (spec.index = position < at ? position : position + 3));
    return {};
  },
  'orphan copy': (specs, at) => ({ 'drizzle/0098_copy.sql': specs[at]!.sql! }),
};

test('whatever mendable happens to a sound history: it is clean, and no SQL, tag or timestamp has changed', async () => {
  const history = fc.array(
    fc.record({ name: fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/), pause: fc.integer({ min: 1, max: 1e9 }) }),
    { minLength: 3, maxLength: 9 },
  );
  const injuries = fc.array(fc.tuple(fc.constantFrom(...Object.keys(DEFECTS)), fc.nat()), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(history, injuries, async (parts, given) => {
      let when = Date.UTC(2025, 0, 1);
      const specs = parts.map(({ name, pause }, position): Spec => {
        when += pause;
        return { tag: `${String(position).padStart(4, '0')}_${name}`, when, sql: `SELECT ${position};` };
      });
      const more: Record<string, string> = {};
      for (const [defect, where] of given)
        Object.assign(more, DEFECTS[defect]!(specs, 1 + (where % (specs.length - 1))));
      const files = { ...historyFiles(specs), ...more };
      const { findings, tree, history: after, plan } = await mended(files);
      expect(plan.harm).toBeNull();
      expect(findings).toEqual([]);
      expect(after.migrations.map(({ tag, timestamp }) => [tag, timestamp])).toEqual(
        specs.map(({ tag, when: made }) => [tag, made]),
      );
      for (const { tag, sql } of specs) expect((await tree.read(`drizzle/${tag}.sql`))!.toString()).toBe(sql);
      // Once is enough.
      const texts = await Promise.all(
        (await tree.list('')).map(async (file) => [file, (await tree.read(file))!.toString()] as const),
      );
      expect((await mended(Object.fromEntries(texts))).plan.edits).toEqual([]);
    }),
    { numRuns: 150 },
  );
}, 30_000);
