import { expect, test } from 'vitest';
import { beside, besideFiles } from '../../../test/against-base';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import { folderFiles, folderHistoryOf, historyOf } from '../../../test/histories';
import { DAY, foundInLedger, hashOf, ledgerContext } from '../../../test/ledger-context';

test('names the migration, both times, and the way out', async () => {
  expect(found('live', await ledgerContext('0003_tags', 'late'))).toMatchInlineSnapshot(`
    [
      {
        "code": "late-migration",
        "help": "if it does not depend on the order, run \`drizzle-guard migrate --database db --late apply\`; if it has not landed, \`drizzle-guard rebase\` moves it behind what has",
        "message": "0003_tags (2026-01-01 00:00:00Z) is not applied, and older than the newest applied one (2026-01-02 00:00:00Z): drizzle-orm would skip it in silence",
        "migration": "0003_tags",
      },
    ]
  `);
});

const [A, B, C] = ['20260101000000_a', '20260102000000_b', '20260103000000_c'] as const;
const lateBeside = async (...given: Parameters<typeof beside>) =>
  ofCode('late-migration', found('base', await beside(...given)));
const lateFolders = async (mine: string[], theirs: string[], ancestor: string[]) => {
  const context = await besideFiles(folderFiles(mine), folderFiles(theirs), folderFiles(ancestor));
  return ofCode('late-migration', found('base', context));
};
const mineAt = (when: number) => ['0000_a', { tag: '0002_mine', index: 2, when }];
const THEIRS = ['0000_a', { tag: '0001_theirs', when: DAY(5) }];

test('beside a base: a millisecond newer than its newest is not late, and an equal time is', async () => {
  expect(await lateBeside(mineAt(DAY(5) + 1), THEIRS, ['0000_a'])).toEqual([]);
  expect(await lateBeside(mineAt(DAY(5)), THEIRS, ['0000_a'])).toHaveLength(1);
});

test('beside a base: also where it has nothing that is to be merged first', async () => {
  const landed = [{ tag: '0000_a', when: DAY(5) }];
  const late = await lateBeside([...landed, { tag: '0001_mine', when: DAY(4) }], landed);
  expect(late).toMatchInlineSnapshot(`
    [
      {
        "code": "late-migration",
        "file": "drizzle/meta/_journal.json",
        "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0001_mine behind it",
        "line": 12,
        "message": "0001_mine (2026-01-04 00:00:00Z) is not newer than 0000_a (2026-01-05 00:00:00Z), which is on origin/main: drizzle-orm skips it in silence where that one is applied",
        "migration": "0001_mine",
      },
    ]
  `);
});

test('beside a base: each is held against the newest of all, wherever that stands', async () => {
  const landed = ['0000_a', { tag: '0001_b', when: DAY(9) }, { tag: '0002_c', when: DAY(5) }];
  const here = [...landed, { tag: '0003_mine', when: DAY(6) }, { tag: '0004_mine', when: DAY(10) }];
  const late = await lateBeside(here, landed);
  expect(late.map(({ migration, message }) => [migration, message.split(',')[0]])).toEqual([
    ['0003_mine', '0003_mine (2026-01-06 00:00:00Z) is not newer than 0001_b (2026-01-09 00:00:00Z)'],
  ]);
});

test('beside a base: what has landed is not late, and where nothing has nothing is', async () => {
  expect(
    await lateBeside(
      [
        { tag: '0000_a', when: 9 },
        { tag: '0001_b', when: 3 },
      ],
      [
        { tag: '0000_a', when: 9 },
        { tag: '0001_b', when: 3 },
      ],
    ),
  ).toEqual([]);
  expect(
    await lateBeside(
      [
        { tag: '0000_a', when: 9 },
        { tag: '0001_b', when: 3 },
      ],
      [],
      null,
    ),
  ).toEqual([]);
});

test('beside a base: folders are applied out of order, not skipped', async () => {
  expect(await lateFolders([A, B], [A, C], [A])).toMatchInlineSnapshot(`
    [
      {
        "code": "late-migration",
        "file": "drizzle/20260102000000_b/migration.sql",
        "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 20260102000000_b behind it",
        "message": "20260102000000_b (2026-01-02 00:00:00Z) is not newer than 20260103000000_c (2026-01-03 00:00:00Z), which is on origin/main: drizzle-orm applies it out of order, in silence, where that one is applied",
        "migration": "20260102000000_b",
      },
    ]
  `);
  expect(await lateFolders([A, C], [A, B], [A])).toEqual([]);
});

const RAN_SECOND = [{ createdAt: DAY(2), hash: hashOf('0001_b') }];

test('in a ledger: what is older than the newest that was applied, and not applied, is late', async () => {
  const history = await historyOf([
    { tag: '0000_a', when: DAY(1) },
    { tag: '0001_b', when: DAY(2) },
    { tag: '0002_c', when: DAY(3) },
  ]);
  expect(foundInLedger(history, RAN_SECOND).map(({ code, migration }) => [code, migration])).toEqual([
    ['late-migration', '0000_a'],
  ]);
});

test('in a ledger: what is newer is pending, and in an empty one all is', async () => {
  const history = await historyOf([
    { tag: '0001_b', index: 0, when: DAY(2) },
    { tag: '0002_c', index: 1, when: DAY(3) },
  ]);
  expect(foundInLedger(history, RAN_SECOND)).toEqual([]);
  expect(foundInLedger(history, [])).toEqual([]);
});

test('in a ledger of folders: it would be applied out of order', async () => {
  const history = await folderHistoryOf([A, B, C]);
  const late = foundInLedger(history, [{ createdAt: DAY(2), name: B, hash: hashOf(B) }]);
  expect(late).toEqual([
    {
      code: 'late-migration',
      migration: A,
      message: `${A} (2026-01-01 00:00:00Z) is not applied, and older than the newest applied one (2026-01-02 00:00:00Z): drizzle-orm would apply it out of order, in silence`,
      help: expect.stringContaining('`drizzle-guard migrate --database db --late apply`'),
    },
  ]);
});

test('in a ledger: what was edited is not late, however old it is', async () => {
  const edited = await ledgerContext('0003_tags', 'edited');
  expect(ofCode('late-migration', found('live', edited))).toEqual([]);
});

test('what it does to people, and that the help is the way out', async () => {
  const context = await ledgerContext('0003_tags', 'late');
  const [late] = found('live', context);
  expect(effectOf(late!, context.history)).toBe(
    'databases that are ahead skip it or run it out of order, in silence',
  );
  expect(wayOutOf(late!, context.history, '--database shop')).toEqual([late!.help]);
});
