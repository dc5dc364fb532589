import { expect, test } from 'vitest';
import { findingsOf, NOW } from '../../../test/histories';

const MINUTE = 60_000;

test('a timestamp in the future is found', async () => {
  expect(await findingsOf(['0000_a', { tag: '0001_b', when: Date.UTC(2027, 0, 1) }])).toMatchInlineSnapshot(`
    [
      {
        "code": "future-timestamp",
        "file": "drizzle/meta/_journal.json",
        "help": "if it has not landed, delete it and run \`drizzle-guard generate\` (keep hand-written SQL)",
        "line": 12,
        "message": "0001_b is stamped 2027-01-01 00:00:00Z, which is in the future: drizzle-orm skips whatever is generated before then",
        "migration": "0001_b",
      },
    ]
  `);
});

test('clocks of a team may differ by some minutes', async () => {
  expect(await findingsOf([{ tag: '0000_a', when: NOW + 9 * MINUTE }])).toEqual([]);
  expect(await findingsOf([{ tag: '0000_a', when: NOW + 11 * MINUTE }])).toHaveLength(1);
});
