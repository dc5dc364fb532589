import { expect, test } from 'vitest';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import { folderHistoryOf, historyOf } from '../../../test/histories';
import { DAY, foundInLedger, hashOf, ledgerContext, strangerContext } from '../../../test/ledger-context';

test('names the row by its time and hash', async () => {
  expect(found('live', await strangerContext('missing', {}))).toMatchInlineSnapshot(`
    [
      {
        "code": "missing-migration",
        "help": "bring it back, or check out the branch that has it: \`git log --all -m --oneline -S 1767225600000 -- drizzle\` names the commits that brought it or took it out, on all branches",
        "message": "the ledger has a migration of 2026-01-01 00:00:00Z (hash c0ffeec0ffee) that drizzle does not hold",
      },
    ]
  `);
});

test('a row that somebody wrote by hand may have no time', async () => {
  const [finding] = found('live', await strangerContext('missing', { createdAt: null, hash: 'abc' }));
  expect(finding!.message).toBe(
    'the ledger has a migration without a timestamp (hash abc) that drizzle does not hold',
  );
});

test('a row of drizzle-orm 1.0 is named by its folder', async () => {
  const [missing] = found('live', await strangerContext('missing', { name: '20260101000000_gone' }));
  expect(missing!.message).toContain('(20260101000000_gone) that drizzle does not hold');
  const history = await folderHistoryOf(['20260109000000_b']);
  const rows = [{ createdAt: DAY(1), name: '20260101000000_gone' }];
  const [gone] = ofCode('missing-migration', foundInLedger(history, rows));
  expect(gone!.help).toContain('`git log --all -m --oneline -- drizzle/20260101000000_gone`');
});

test('a row whose time is before that of the newest migration here is missing, and names no migration', async () => {
  const history = await historyOf([{ tag: '0000_a', when: DAY(3) }]);
  const rows = [{ createdAt: DAY(2) }, { createdAt: DAY(3), hash: hashOf('0000_a') }];
  const all = foundInLedger(history, rows);
  expect(all.map(({ code }) => code)).toEqual(['missing-migration']);
  expect(Object.keys(all[0]!).sort()).toEqual(['code', 'help', 'message']);
});

test('each row that nothing explains is told', async () => {
  const history = await historyOf([{ tag: '0000_a', when: DAY(9) }]);
  const all = foundInLedger(history, [
    { createdAt: DAY(1), hash: 'one' },
    { createdAt: DAY(9), hash: hashOf('0000_a') },
    { createdAt: DAY(2), hash: 'two' },
  ]);
  expect(ofCode('missing-migration', all).map(({ message }) => message)).toEqual([
    'the ledger has a migration of 2026-01-01 00:00:00Z (hash one) that drizzle does not hold',
    'the ledger has a migration of 2026-01-02 00:00:00Z (hash two) that drizzle does not hold',
  ]);
});

test('a row that was moved with its SQL to another time is explained by that', async () => {
  const history = await historyOf([{ tag: '0000_a', when: DAY(3) }]);
  expect(foundInLedger(history, [{ createdAt: DAY(2), hash: hashOf('0000_a') }])).toEqual([]);
});

test('of folders a row of another name is missing, although its time is here', async () => {
  const history = await folderHistoryOf(['20260101000000_a', '20260109000000_b']);
  const all = foundInLedger(history, [
    { createdAt: DAY(9), name: '20260109000000_b', hash: hashOf('20260109000000_b') },
    { createdAt: DAY(1), name: '20260101000000_x', hash: 'x' },
  ]);
  expect(ofCode('missing-migration', all)).toHaveLength(1);
});

test('what is only late, or newer than all here, is not missing', async () => {
  expect(ofCode('missing-migration', found('live', await ledgerContext('0003_tags', 'late')))).toEqual([]);
  expect(ofCode('missing-migration', found('live', await strangerContext('unknown', {})))).toEqual([]);
});

test('nobody can read what was run, and the help is the way out', async () => {
  const context = await strangerContext('missing', {});
  const [missing] = found('live', context);
  expect(effectOf(missing!, context.history)).toBe(
    'the database has run something that nobody can read here',
  );
  expect(wayOutOf(missing!, context.history, '--database shop')).toEqual([missing!.help]);
});
