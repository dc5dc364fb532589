import { expect, test } from 'vitest';
import { codesOf, findingsOf } from '../../../test/histories';

test('a snapshot that was copied under another name is found', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0002_c', id: '0001_b', parent: '0000_a' }]);
  expect(findings[0]).toMatchInlineSnapshot(`
    {
      "code": "duplicate-snapshot",
      "file": "drizzle/meta/0002_snapshot.json",
      "help": "give the later one its own id and link what continues it, or delete its migration and run \`drizzle-guard generate\`",
      "message": "drizzle/meta/0001_snapshot.json and drizzle/meta/0002_snapshot.json have the same id 12ea52f0-504f-71ff-3640-52cd0b7b2532",
    }
  `);
  expect(codesOf(findings)).toEqual(['duplicate-snapshot', 'forked-history']);
});
