import { expect, test } from 'vitest';
import { beside } from '../../../test/against-base';
import { found } from '../../../test/found';
import { ledgerContext } from '../../../test/ledger-context';

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
        "help": "put the landed text back (\`git show origin/main:drizzle/0001_b.sql\`) and write the change as a new migration",
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
