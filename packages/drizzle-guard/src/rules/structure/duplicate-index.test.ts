import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('two entries with one index are found at the later one', async () => {
  const findings = await findingsOf(['0000_a', { tag: '0001_b', index: 1 }, { tag: '0002_c', index: 1 }]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "duplicate-index",
        "file": "drizzle/meta/_journal.json",
        "help": "delete the one that has not landed (its SQL, snapshot and journal entry; keep hand-written SQL), then run \`drizzle-guard generate\`",
        "line": 19,
        "message": "0001_b and 0002_c have the same index 1",
        "migration": "0002_c",
      },
    ]
  `);
});

test('three entries with one index are one finding that names all of them', async () => {
  const findings = await findingsOf([
    { tag: '0000_a' },
    { tag: '0001_b', index: 0 },
    { tag: '0002_c', index: 0 },
  ]);
  expect(findings).toMatchObject([
    { code: 'duplicate-index', message: '0000_a, 0001_b and 0002_c have the same index 0' },
  ]);
});
