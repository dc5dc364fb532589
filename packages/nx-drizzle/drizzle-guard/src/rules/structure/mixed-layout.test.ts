import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFiles,
  folderFindingsOf,
  folderHistoryOf,
  foundIn,
  historyOf,
  JOURNAL,
} from '../../../test/histories';

const [A, B] = ['20260101000000_a', '20260101000100_b'] as const;

test('folders beside a journal are found', async () => {
  expect(await findingsOf(['0000_a'], folderFiles([A, B]))).toMatchInlineSnapshot(`
    [
      {
        "code": "mixed-layout",
        "file": "drizzle/20260101000000_a/migration.sql",
        "help": "nothing of the journal is in folders, so it stays: copy the SQL of 20260101000000_a and 20260101000100_b elsewhere, \`rm -r drizzle/20260101000000_a drizzle/20260101000100_b\`, then \`drizzle-guard generate\` makes a migration of what the schema has of them, and \`drizzle-guard generate --custom\` one for SQL that was written by hand",
        "message": "drizzle holds both layouts: 20260101000000_a and 20260101000100_b in folders (drizzle-kit 1.0), and a journal (0.x) with 0000_a beside them",
      },
    ]
  `);
});

test('what is left of a journal beside folders is found', async () => {
  const left = { 'drizzle/meta/0000_snapshot.json': '{}' };
  expect(await folderFindingsOf([A], left)).toMatchObject([
    {
      code: 'mixed-layout',
      file: 'drizzle/meta/0000_snapshot.json',
      message:
        'drizzle holds both layouts: 20260101000000_a in folders (drizzle-kit 1.0), and what is left of a journal (0.x)',
      help: '`rm -r drizzle/meta` takes out what is left of the journal, which is in the folders already',
    },
  ]);
});

test('each layout for itself is not mixed', async () => {
  expect(await findingsOf(['0000_a', '0001_b'])).toEqual([]);
  expect(await folderFindingsOf([A, B])).toEqual([]);
});

test('however much of the other layout there is, it is one finding, at its first file', async () => {
  const mixed = await findingsOf(['0000_a'], folderFiles([B, A]));
  expect(mixed).toHaveLength(1);
  expect(mixed[0]).toMatchObject({ file: `drizzle/${A}/migration.sql` });
});

test('up to three folders are named, the others counted', async () => {
  const tags = ['a', 'b', 'c', 'd', 'e'].map((name, minute) => `2026010100${minute}000_${name}`);
  const named = async (number: number) =>
    /: (.*) in folders/.exec(
      (await findingsOf(['0000_a'], folderFiles(tags.slice(0, number))))[0]!.message,
    )![1];
  expect(await named(2)).toBe(`${tags[0]} and ${tags[1]}`);
  expect(await named(5)).toBe(`${tags[0]}, ${tags[1]}, ${tags[2]} and 2 more`);
});

/** Both, where the folders are those that an upgrade makes of `0000_a` and `0001_b`. */
const journalOf = (...more: string[]) =>
  ['0000_a', '0001_b', ...more].map((tag, minute) => ({ tag, when: Date.UTC(2026, 0, 1, 0, minute) }));
const WITHOUT_SQL = Object.fromEntries(
  ['0000_a.sql', '0001_b.sql', 'meta/0000_snapshot.json', 'meta/0001_snapshot.json'].map((file) => [
    `drizzle/${file}`,
    null,
  ]),
);

test('a journal that a merge has kept beside the folders: what only it has is made again', async () => {
  const kept = { ...WITHOUT_SQL, ...folderFiles([A, B]) };
  const [one] = ofCode('mixed-layout', await findingsOf(journalOf('0002_late'), kept));
  expect([one!.message, one!.help]).toMatchInlineSnapshot(`
    [
      "drizzle holds both layouts: 20260101000000_a and 20260101000100_b in folders (drizzle-kit 1.0), and a journal (0.x) with 0002_late beside them",
      "the folders stay: copy the SQL of 0002_late elsewhere, \`rm -r drizzle/meta drizzle/0002_late.sql\` takes out what is left of the journal, then \`drizzle-guard generate --name late\` makes a folder of what the schema has of it, and \`drizzle-guard generate --custom\` one for SQL that was written by hand",
    ]
  `);
  const [several] = ofCode('mixed-layout', await findingsOf(journalOf('0002_c', '0003_d'), kept));
  expect(several!.help).toContain('copy the SQL of 0002_c and 0003_d elsewhere');
  expect(several!.help).toContain('then `drizzle-guard generate` makes');
});

test('a journal of which all is in folders goes', async () => {
  const kept = { ...WITHOUT_SQL, ...folderFiles([A, B]) };
  const [mixed] = ofCode('mixed-layout', await findingsOf(journalOf(), kept));
  expect(mixed!.help).toBe(
    '`rm -r drizzle/meta` takes out what is left of the journal, which is in the folders already',
  );
});

test('an upgrade that was stopped halfway is made again, unless a folder is not of its making', async () => {
  const helpBeside = async (...folders: string[]) =>
    ofCode('mixed-layout', await findingsOf(journalOf(), folderFiles(folders)))[0]!.help;
  expect(await helpBeside(A)).toBe(
    `the journal is whole, so an upgrade was stopped halfway: \`rm -r drizzle/${A}\`, then \`drizzle-kit up\` makes all of them`,
  );
  expect(await helpBeside(A, '20260202000000_theirs')).toContain('the folders stay: copy the SQL of 0001_b');
});

test('of a journal that is gone its SQL files tell', async () => {
  const left = {
    'drizzle/0001_b.sql': 'b;',
    'drizzle/0002_c.sql': 'c;',
    'drizzle/meta/0002_snapshot.json': '{}',
  };
  const [mixed] = ofCode('mixed-layout', await folderFindingsOf([A, B], left));
  expect(mixed!.message).toMatch(/ with 0002_c beside them$/);
  expect(mixed!.help).toContain('`rm -r drizzle/meta drizzle/0001_b.sql drizzle/0002_c.sql`');
  expect(mixed!.help).toContain('`drizzle-guard generate --name c`');
});

test('folders of any name count beside a journal, for drizzle-orm runs any', async () => {
  const [mixed] = await findingsOf(['0000_a'], { 'drizzle/backfill/migration.sql': 'SELECT 1;' });
  expect(mixed).toMatchObject({ code: 'mixed-layout', file: 'drizzle/backfill/migration.sql' });
});

test('other files in folders of their own are of neither layout', async () => {
  const others = { 'drizzle/seeds/people.sql': 'SELECT 1;', 'drizzle/docs/snapshot.md': '#' };
  expect(await findingsOf(['0000_a'], others)).toEqual([]);
  expect(await folderFindingsOf([A], others)).toEqual([]);
});

test('a journal that cannot be read is a journal', async () => {
  const codes = (await findingsOf(['0000_a'], { ...folderFiles([A]), [JOURNAL]: '{' })).map(
    ({ code }) => code,
  );
  expect(codes).toEqual(['mixed-layout', 'broken-journal']);
});

test('SQL of 0.x beside folders, without meta, is no journal that is left: it is in no folder', async () => {
  const codes = (await folderFindingsOf([A], { 'drizzle/0000_a.sql': 'SELECT 1;' })).map(({ code }) => code);
  expect(codes).toEqual(['orphan-sql']);
});

test.each([
  ['journal', () => historyOf(['0000_a'], folderFiles([A]))],
  ['folders', () => folderHistoryOf([A], { 'drizzle/meta/0000_snapshot.json': '{}' })],
])('in the %s layout each version sees one half, and the help is the way out', async (_layout, made) => {
  const history = await made();
  const [mixed] = foundIn(history);
  expect(effectOf(mixed!, history)).toBe('each version of drizzle-kit sees one half of the migrations');
  expect(wayOutOf(mixed!, history, '--database shop')).toEqual([mixed!.help]);
});
