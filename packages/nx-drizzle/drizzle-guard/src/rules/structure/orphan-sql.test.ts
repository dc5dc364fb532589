import { expect, test } from 'vitest';
import { effectOf, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFindingsOf,
  folderHistoryOf,
  foundIn,
  historyOf,
  JOURNAL,
} from '../../../test/histories';

test('a SQL file that the journal does not list is found', async () => {
  expect(await findingsOf(['0000_a'], { 'drizzle/0001_theirs.sql': 'SELECT 1;' })).toMatchInlineSnapshot(`
    [
      {
        "code": "orphan-sql",
        "file": "drizzle/0001_theirs.sql",
        "help": "where HEAD lists it, \`git restore --source=HEAD --staged --worktree -- drizzle/meta/_journal.json\` brings its entry back; if its statements are wanted and nowhere else, make a migration of them (\`drizzle-guard generate\`, or \`--custom\`); then delete the file",
        "message": "drizzle/0001_theirs.sql is not in the journal, so no migrate will ever run it",
        "migration": "0001_theirs",
      },
    ]
  `);
});

test('SQL in folders below and other files are nobody’s business', async () => {
  const others = { 'drizzle/seeds/people.sql': 'SELECT 1;', 'drizzle/README.md': 'Migrations' };
  expect(await findingsOf(['0000_a'], others)).toEqual([]);
});

const [A, B] = ['20260101000000_a', '20260101000100_b'] as const;
const sql = (...files: string[]) => Object.fromEntries(files.map((file) => [file, 'SELECT 1;']));

test('each file is told, in their order, under its name', async () => {
  const all = await findingsOf(['0000_a'], sql('drizzle/seed.sql', 'drizzle/0001_b.sql'));
  expect(all.map(({ code, migration, file }) => [code, migration, file])).toEqual([
    ['orphan-sql', '0001_b', 'drizzle/0001_b.sql'],
    ['orphan-sql', 'seed', 'drizzle/seed.sql'],
  ]);
});

test('it is the whole tag that a journal lists, not the number', async () => {
  const all = await findingsOf(['0000_a'], sql('drizzle/0000_other.sql'));
  expect(all.map(({ migration }) => migration)).toEqual(['0000_other']);
});

test('where the journal cannot be read, nobody knows what it lists', async () => {
  const all = await findingsOf(['0000_a'], { ...sql('drizzle/0001_b.sql'), [JOURNAL]: '[]' });
  expect(all.map(({ code }) => code)).toEqual(['broken-journal']);
});

test('SQL in a folder that has no journal at all is said of the journal', async () => {
  const all = await findingsOf([], { ...sql('drizzle/0000_a.sql'), [JOURNAL]: null });
  expect(all.map(({ code }) => code)).toEqual(['broken-journal']);
});

test('of folders it is SQL that lies in no folder, and is said to', async () => {
  expect(await folderFindingsOf([A, B], sql('drizzle/0001_b.sql'))).toMatchInlineSnapshot(`
    [
      {
        "code": "orphan-sql",
        "file": "drizzle/0001_b.sql",
        "help": "if its statements are wanted and nowhere else, make a migration of them (\`drizzle-guard generate\`, or \`--custom\`); then delete the file",
        "message": "drizzle/0001_b.sql is in no folder of its own, so no migrate will ever run it",
        "migration": "0001_b",
      },
    ]
  `);
});

test('of folders SQL of another name, beside the migration’s own, is not looked at', async () => {
  expect(await folderFindingsOf([A, B], sql(`drizzle/${B}/down.sql`, 'drizzle/seeds/people.sql'))).toEqual(
    [],
  );
});

test('what it does to people, and the way out with the database that they asked about', async () => {
  const history = await historyOf(['0000_a'], sql('drizzle/0001_tags.sql'));
  const [orphan] = foundIn(history);
  expect(effectOf(orphan!, history)).toBe('no migrate will ever run it, and people believe that it was run');
  expect(wayOutOf(orphan!, history, '--database shop')).toMatchInlineSnapshot(`
    [
      "never wanted, or done by another migration: \`git rm drizzle/0001_tags.sql\`",
      "wanted, and never run: \`drizzle-guard generate --custom --name tags --database shop\`, copy the SQL there, then \`git rm drizzle/0001_tags.sql\`. It is not put into the journal: there it would run on new databases and on no other",
    ]
  `);
});

test('without a flag nothing is left of it in the command', async () => {
  const history = await historyOf(['0000_a'], sql('drizzle/0001_tags.sql'));
  const [orphan] = foundIn(history);
  expect(wayOutOf(orphan!, history)[1]).toContain('`drizzle-guard generate --custom --name tags`, copy');
});

test('a file without a number gives the migration its whole name', async () => {
  const history = await folderHistoryOf([A], sql('drizzle/seed_people.sql'));
  const [orphan] = foundIn(history);
  expect(wayOutOf(orphan!, history)[1]).toContain('--custom --name seed_people`');
});

test('what takes a migration back belongs to it; without one it is an orphan of its own kind', async () => {
  const down = { 'drizzle/0000_a.down.sql': 'DROP TABLE t0;' };
  expect(await findingsOf(['0000_a'], down)).toEqual([]);
  const orphan = { 'drizzle/0001_b.sql': 'SELECT 1;', 'drizzle/0001_b.down.sql': 'SELECT 2;' };
  expect((await findingsOf(['0000_a'], orphan)).map(({ file }) => file)).toEqual(['drizzle/0001_b.sql']);
  expect(await folderFindingsOf(['20260101000000_a'], { 'drizzle/20260101000000_a/down.sql': '' })).toEqual(
    [],
  );
  const alone = { 'drizzle/0001_b.down.sql': 'SELECT 2;' };
  expect(await findingsOf(['0000_a'], alone)).toMatchInlineSnapshot(`
    [
      {
        "code": "orphan-sql",
        "file": "drizzle/0001_b.down.sql",
        "help": "name it after the migration that it takes back; or delete it (\`git rm drizzle/0001_b.down.sql\`)",
        "message": "drizzle/0001_b.down.sql takes back a migration 0001_b that is not there, so no rollback will ever run it",
        "migration": "0001_b",
      },
    ]
  `);
  const history = await historyOf(['0000_a'], alone);
  expect(wayOutOf(foundIn(history)[0]!, history, '')).toMatchInlineSnapshot(`
    [
      "its migration is gone: \`git rm drizzle/0001_b.down.sql\`",
      "its migration has another name: rename it after that",
    ]
  `);
});
