import { expect, test } from 'vitest';
import { effectOf, found, wayOutOf } from '../../../test/found';
import { folderHistoryOf, historyOf } from '../../../test/histories';
import { DAY, foundInLedger, hashOf, ledgerContext, strangerContext } from '../../../test/ledger-context';

test('says that this checkout is behind the database', async () => {
  expect(found('live', await strangerContext('unknown', {}))).toMatchInlineSnapshot(`
    [
      {
        "code": "unknown-migration",
        "help": "check out or pull the branch that has it; this checkout is behind the database",
        "message": "the database has run a migration of 2026-01-01 00:00:00Z (hash c0ffeec0ffee), newer than every one in drizzle",
      },
    ]
  `);
});

test('a row of drizzle-orm 1.0 is named by its folder', async () => {
  const [unknown] = found('live', await strangerContext('unknown', { name: '20260101000000_theirs' }));
  expect(unknown!.message).toContain('(20260101000000_theirs), newer than every one in drizzle');
});

test('a row that is newer than every migration here is unknown; of the time of the newest, it is not', async () => {
  const history = await historyOf([{ tag: '0000_a', when: DAY(1) }]);
  const applied = { createdAt: DAY(1), hash: hashOf('0000_a') };
  const codes = (createdAt: number) =>
    foundInLedger(history, [applied, { createdAt, hash: 'theirs' }]).map(({ code }) => code);
  expect(codes(DAY(1) + 1)).toEqual(['unknown-migration']);
  expect(codes(DAY(1))).toEqual(['missing-migration']);
});

test('a row without a time is not known to be newer', async () => {
  const history = await historyOf([{ tag: '0000_a', when: DAY(1) }]);
  expect(foundInLedger(history, [{ createdAt: null }]).map(({ code }) => code)).toEqual([
    'missing-migration',
  ]);
});

test('where there are no migrations here, each row with a time is newer than all', async () => {
  const all = foundInLedger(await historyOf([]), [{ createdAt: 1 }, { createdAt: DAY(2) }]);
  expect(all.map(({ code, message }) => [code, message.split(' (')[0]])).toEqual([
    ['unknown-migration', 'the database has run a migration of 1970-01-01 00:00:00.001Z'],
    ['unknown-migration', 'the database has run a migration of 2026-01-02 00:00:00Z'],
  ]);
});

test('of folders it is unknown too, under its own name', async () => {
  const name = '20260109000000_theirs';
  const [unknown] = foundInLedger(await folderHistoryOf(['20260101000000_a']), [
    { createdAt: DAY(9), name, hash: 'x' },
    { createdAt: DAY(1), name: '20260101000000_a', hash: hashOf('20260101000000_a') },
  ]);
  expect(unknown).toMatchObject({ code: 'unknown-migration', message: expect.stringContaining(`(${name})`) });
});

test('a migration that is here is not unknown, whatever the ledger says of it', async () => {
  for (const state of ['late', 'edited'] as const) {
    const codes = found('live', await ledgerContext('0003_tags', state)).map(({ code }) => code);
    expect(codes).toEqual([`${state}-migration`]);
  }
});

test('the checkout is behind then, and the help is the way out', async () => {
  const context = await strangerContext('unknown', {});
  const [unknown] = found('live', context);
  expect(effectOf(unknown!, context.history)).toBe('this checkout is behind the database');
  expect(wayOutOf(unknown!, context.history, '--database shop')).toEqual([unknown!.help]);
});
