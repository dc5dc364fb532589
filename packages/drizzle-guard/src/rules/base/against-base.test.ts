import { expect, test } from 'vitest';
import { beside } from '../../../test/against-base';
import { found } from '../../../test/found';
import { rulesAbout } from '../index';

test('a fork: its numbers and its order are told with it', async () => {
  const day = (number: number) => Date.UTC(2026, 1, number);
  const context = await beside(
    ['0000_a', { tag: '0001_mine', when: day(1) }],
    ['0000_a', { tag: '0001_theirs', when: day(2) }],
    ['0000_a'],
  );
  expect(found('base', context)).toMatchInlineSnapshot(`
    [
      {
        "code": "forked-history",
        "file": "drizzle/meta/_journal.json",
        "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0001_mine behind it",
        "line": 12,
        "message": "origin/main has 0001_theirs, which this branch lacks, and this branch has 0001_mine: merged as they are, they fork",
        "migration": "0001_mine",
      },
      {
        "code": "duplicate-prefix",
        "file": "drizzle/meta/_journal.json",
        "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0001_mine behind it",
        "line": 12,
        "message": "0001_mine has the number of 0001_theirs, which is on origin/main: merged as they are, they share one snapshot",
        "migration": "0001_mine",
      },
      {
        "code": "late-migration",
        "file": "drizzle/meta/_journal.json",
        "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0001_mine behind it",
        "line": 12,
        "message": "0001_mine (2026-02-01 00:00:00Z) is not newer than 0001_theirs (2026-02-02 00:00:00Z), which is on origin/main: drizzle-orm skips it in silence where that one is applied",
        "migration": "0001_mine",
      },
    ]
  `);
});

test('a renamed one is neither late nor a fork', async () => {
  const landed = ['0000_a', { tag: '0001_b', when: 9e12 }, { tag: '0002_c', when: 9e12 + 1 }];
  const renamed = ['0000_a', { tag: '0001_x', when: 9e12 }, { tag: '0002_c', when: 9e12 + 1 }];
  const findings = found(
    'base',
    await beside(
      [renamed, { 'drizzle/0001_x.sql': 'SELECT 1;' }],
      [landed, { 'drizzle/0001_b.sql': 'SELECT 1;' }],
    ),
  );
  expect(findings.map(({ code }) => code)).toEqual(['removed-migration']);
});

test('nothing landed, nothing found', async () => {
  expect(found('base', await beside(['0000_a', '0001_b'], [], null))).toEqual([]);
});

test('its codes, causes before what they lead to', () => {
  const order = [
    'removed-migration',
    'edited-migration',
    'forked-history',
    'unmerged-fork',
    'duplicate-prefix',
    'late-migration',
  ];
  const codes = rulesAbout.base.map(({ code }) => code);
  expect(codes.filter((code) => order.includes(code))).toEqual(order);
});
