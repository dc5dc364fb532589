import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

const at = (minute: number) => Date.UTC(2026, 2, 1, 12, minute);

test('a later entry that is older is found, with both times', async () => {
  const findings = await findingsOf([
    { tag: '0000_a', when: at(10) },
    { tag: '0001_b', when: at(5) },
  ]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "timestamp-regression",
        "file": "drizzle/meta/_journal.json",
        "help": "if it has not landed, delete it and run \`drizzle-guard generate\` (keep hand-written SQL); if it has, \`drizzle-guard status\` shows where it is late",
        "line": 12,
        "message": "0001_b (2026-03-01 12:05:00Z) follows 0000_a (2026-03-01 12:10:00Z) but is not newer: drizzle-orm skips it where 0000_a is applied",
        "migration": "0001_b",
      },
    ]
  `);
});

test('an equal timestamp is as bad as an older one', async () => {
  const findings = await findingsOf([
    { tag: '0000_a', when: at(10) },
    { tag: '0001_b', when: at(10) },
  ]);
  expect(findings).toMatchObject([{ code: 'timestamp-regression', migration: '0001_b' }]);
});

test('each entry is held against the newest before it, not against its neighbour', async () => {
  const findings = await findingsOf([
    { tag: '0000_a', when: at(30) },
    { tag: '0001_b', when: at(10) },
    { tag: '0002_c', when: at(20) },
    { tag: '0003_d', when: at(40) },
  ]);
  expect(findings.map(({ migration }) => migration)).toEqual(['0001_b', '0002_c']);
});
