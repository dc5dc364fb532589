import { expect, test } from 'vitest';
import { beside, besideFiles } from '../../../test/against-base';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import { folderFiles, folderHistoryOf, historyFiles, historyOf } from '../../../test/histories';
import { DAY, foundInLedger, hashOf, ledgerContext } from '../../../test/ledger-context';

test('names the migration and its file, and how to see what was changed', async () => {
  const context = await ledgerContext('0003_tags', 'edited');
  expect(found('live', context)).toMatchInlineSnapshot(`
    [
      {
        "code": "edited-migration",
        "file": "drizzle/0003_tags.sql",
        "help": "put the old text back (\`git log -p -- drizzle/0003_tags.sql\`) and write the change as a new migration",
        "message": "0003_tags was applied with other SQL than drizzle/0003_tags.sql holds now; it is not run again",
        "migration": "0003_tags",
      },
    ]
  `);
});

test('a landed one: the line in which it differs, and how to see what landed', async () => {
  const landed = ['0000_a', { tag: '0001_b', sql: 'create;\nindex;\n' }];
  const here = ['0000_a', { tag: '0001_b', sql: 'create;\nunique;\n' }];
  expect(found('base', await beside(here, landed))).toMatchInlineSnapshot(`
    [
      {
        "code": "edited-migration",
        "file": "drizzle/0001_b.sql",
        "fix": [
          "git restore --source=origin/main --staged --worktree -- drizzle/0001_b.sql drizzle/meta/0001_snapshot.json",
        ],
        "help": "put the landed text back (\`git restore --source=origin/main --staged --worktree -- drizzle/0001_b.sql drizzle/meta/0001_snapshot.json\`) and write the change as a new migration",
        "line": 2,
        "message": "0001_b is on origin/main with other SQL than drizzle/0001_b.sql holds now; a database that has run it does not run it again",
        "migration": "0001_b",
      },
    ]
  `);
});

test('another timestamp', async () => {
  const at = (when: number) => ['0000_a', { tag: '0001_b', when }];
  expect(found('base', await beside(at(Date.UTC(2026, 0, 3)), at(Date.UTC(2026, 0, 2)))))
    .toMatchInlineSnapshot(`
    [
      {
        "code": "edited-migration",
        "file": "drizzle/meta/_journal.json",
        "help": "set "when" of 0001_b back to 1767312000000",
        "line": 12,
        "message": "0001_b is stamped 2026-01-03 00:00:00Z here and 2026-01-02 00:00:00Z on origin/main: drizzle-orm takes it for another migration where that one is applied",
        "migration": "0001_b",
      },
    ]
  `);
});

test('a byte order mark is an edit: its text has another hash, and Postgres refuses it', async () => {
  const landed = [{ tag: '0000_a', sql: 'create;' }];
  const here = [{ tag: '0000_a', sql: '\ufeffcreate;' }];
  expect(found('base', await beside(here, landed))).toMatchObject([{ migration: '0000_a', line: 1 }]);
});

const editedBeside = async (...given: Parameters<typeof beside>) =>
  ofCode('edited-migration', found('base', await beside(...given)));

test('line ends are no edit, and nor is what only the base has changed', async () => {
  const one = [{ tag: '0000_a', sql: 'create;\nindex;\n' }];
  const windows = [{ tag: '0000_a', sql: 'create;\r\nindex;\r\n' }];
  const other = [{ tag: '0000_a', sql: 'create;\nunique;\n' }];
  expect(await editedBeside(one, windows)).toEqual([]);
  expect(await editedBeside(one, other, one)).toEqual([]);
  expect(await editedBeside(one, other, other)).toHaveLength(1);
});

test('a comment is an edit: the hash of the file is another', async () => {
  const landed = [{ tag: '0000_a', sql: 'create;\n' }];
  expect(await editedBeside([{ tag: '0000_a', sql: 'create; -- now\n' }], landed)).toMatchObject([
    { line: 1 },
  ]);
});

test('one that is not on the base yet may be edited', async () => {
  expect(await editedBeside(['0000_a', { tag: '0001_b', sql: 'two;' }], ['0000_a'])).toEqual([]);
});

test('each that was edited is told, SQL and times together, in the order of the history', async () => {
  const landed = [
    { tag: '0000_a', sql: 'a;' },
    { tag: '0001_b', when: DAY(2) },
    { tag: '0002_c', sql: 'c;' },
  ];
  const here = [
    { tag: '0000_a', sql: 'a!' },
    { tag: '0001_b', when: DAY(3) },
    { tag: '0002_c', sql: 'c!', when: DAY(2) + 60_000 },
  ];
  expect((await editedBeside(here, landed)).map(({ migration, file }) => [migration, file])).toEqual([
    ['0000_a', 'drizzle/0000_a.sql'],
    ['0001_b', 'drizzle/meta/_journal.json'],
    ['0002_c', 'drizzle/0002_c.sql'],
  ]);
});

test('other SQL and another time are one finding, about the SQL', async () => {
  const landed = [{ tag: '0000_a', sql: 'a;', when: DAY(2) }];
  const [edited, ...more] = await editedBeside([{ tag: '0000_a', sql: 'b;', when: DAY(3) }], landed);
  expect(edited).toMatchObject({ file: 'drizzle/0000_a.sql', line: 1 });
  expect(more).toEqual([]);
});

test('a name that a shell would split is quoted', async () => {
  const [edited] = await editedBeside([{ tag: '0000_it is', sql: 'b;' }], [{ tag: '0000_it is', sql: 'a;' }]);
  expect(edited!.help).toContain(` -- 'drizzle/0000_it is.sql' drizzle/meta/0000_snapshot.json\``);
});

test('of folders it is the SQL that can be edited; the time is in the name', async () => {
  const [A, B] = ['20260101000000_a', '20260101000100_b'] as const;
  const landed = folderFiles([A, { tag: B, sql: 'create;\nindex;\n' }]);
  const here = folderFiles([A, { tag: B, sql: 'create;\nunique;\n' }]);
  expect(ofCode('edited-migration', found('base', await besideFiles(here, landed, landed))))
    .toMatchInlineSnapshot(`
      [
        {
          "code": "edited-migration",
          "file": "drizzle/20260101000100_b/migration.sql",
          "fix": [
            "git restore --source=origin/main --staged --worktree -- drizzle/20260101000100_b/migration.sql drizzle/20260101000100_b/snapshot.json",
          ],
          "help": "put the landed text back (\`git restore --source=origin/main --staged --worktree -- drizzle/20260101000100_b/migration.sql drizzle/20260101000100_b/snapshot.json\`) and write the change as a new migration",
          "line": 2,
          "message": "20260101000100_b is on origin/main with other SQL than drizzle/20260101000100_b/migration.sql holds now; a database that has run it does not run it again",
          "migration": "20260101000100_b",
        },
      ]
    `);
});

test('across an upgrade to folders the SQL is compared as within one layout, whichever side was upgraded', async () => {
  const times = [Date.UTC(2026, 0, 1, 0, 0, 0, 123), Date.UTC(2026, 0, 1, 0, 1, 0, 456)] as const;
  const journal = (sql: string) =>
    historyFiles([
      { tag: '0000_a', when: times[0] },
      { tag: '0001_b', when: times[1], sql },
    ]);
  const folders = (sql: string) => folderFiles(['20260101000000_a', { tag: '20260101000100_b', sql }]);
  const editedIn = async (
    here: Record<string, string>,
    landed: Record<string, string>,
    before: Record<string, string>,
  ) => ofCode('edited-migration', found('base', await besideFiles(here, landed, before)));
  const [edited, ...more] = await editedIn(
    folders('create;\nunique;\n'),
    journal('create;\n'),
    journal('create;\n'),
  );
  expect(more).toEqual([]);
  expect(edited).toMatchObject({
    migration: '20260101000100_b',
    file: 'drizzle/20260101000100_b/migration.sql',
    line: 2,
    help: expect.stringContaining(
      '`git show origin/main:drizzle/0001_b.sql > drizzle/20260101000100_b/migration.sql`',
    ),
  });
  expect(await editedIn(folders('create;\n'), journal('create;\n'), journal('create;\n'))).toEqual([]);
  expect(await editedIn(journal('mine;'), folders('create;'), journal('create;'))).toMatchObject([
    { line: 1 },
  ]);
  // What only the base has edited, before or after its upgrade, is not laid to this side.
  expect(await editedIn(journal('create;'), folders('other;'), journal('create;'))).toEqual([]);
});

test('in a ledger: the row of its time has another hash', async () => {
  const history = await historyOf([
    { tag: '0000_a', when: DAY(1) },
    { tag: '0001_b', when: DAY(2) },
  ]);
  const rows = [
    { createdAt: DAY(1), hash: 'old' },
    { createdAt: DAY(2), hash: hashOf('0001_b') },
  ];
  expect(foundInLedger(history, rows).map(({ code, migration }) => [code, migration])).toEqual([
    ['edited-migration', '0000_a'],
  ]);
});

test('in a ledger: what is applied as it is, or not at all, was not edited', async () => {
  const history = await historyOf([
    { tag: '0000_a', when: DAY(1) },
    { tag: '0001_b', when: DAY(2) },
  ]);
  expect(foundInLedger(history, [{ createdAt: DAY(1), hash: hashOf('0000_a') }])).toEqual([]);
  expect(foundInLedger(history, [])).toEqual([]);
});

test('in a ledger of drizzle-orm 1.0: the row of its name has another hash', async () => {
  const name = '20260101000000_a';
  const history = await folderHistoryOf([name]);
  const [edited] = foundInLedger(history, [{ createdAt: DAY(1), name, hash: 'old' }]);
  expect(edited).toMatchObject({
    code: 'edited-migration',
    migration: name,
    file: `drizzle/${name}/migration.sql`,
    help: expect.stringContaining(`\`git log -p -- drizzle/${name}/migration.sql\``),
  });
});

test('databases differ then, and the help is the way out', async () => {
  const context = await ledgerContext('0003_tags', 'edited');
  const [edited] = found('live', context);
  expect(effectOf(edited!, context.history)).toBe(
    'databases that ran the old text differ from those that run the new one',
  );
  expect(wayOutOf(edited!, context.history, '--database shop')).toEqual([edited!.help]);
});
