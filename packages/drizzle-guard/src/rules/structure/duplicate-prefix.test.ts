import { expect, test } from 'vitest';
import { codesOf, findingsOf } from '../../../test/histories';

test('two migrations with one number are found, because they share a snapshot file', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0001_c', parent: '0000_a' }]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "duplicate-prefix",
        "file": "drizzle/meta/_journal.json",
        "help": "delete the one that has not landed (keep hand-written SQL), then run \`drizzle-guard generate\` to make it again with the next number",
        "line": 19,
        "message": "0001_b and 0001_c share the number 0001, and so one snapshot",
        "migration": "0001_c",
      },
    ]
  `);
});

test('numbers that only begin alike are different', async () => {
  expect(codesOf(await findingsOf(['0001_a', { tag: '00010_b', index: 1 }]))).not.toContain(
    'duplicate-prefix',
  );
});
