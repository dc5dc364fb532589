import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('two migrations that continue one are found, by their names', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0002_c', parent: '0000_a' }]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "forked-history",
        "file": "drizzle/meta/0002_snapshot.json",
        "help": "keep the one that has landed; delete the other (keep hand-written SQL) and run \`drizzle-guard generate\` to make it again on top",
        "message": "0001_b and 0002_c both continue 0000_a",
        "migration": "0002_c",
      },
    ]
  `);
});

test('two beginnings are a fork too', async () => {
  const origin = '00000000-0000-0000-0000-000000000000';
  const beginning = JSON.stringify({ id: 'x', prevId: origin, version: '7', dialect: 'postgresql' });
  const findings = await findingsOf(['0000_a', '0001_b'], { 'drizzle/meta/0001_snapshot.json': beginning });
  expect(findings).toMatchObject([
    {
      code: 'forked-history',
      message: '0000_a and 0001_b both continue nothing (each begins a history)',
    },
  ]);
});

test('three branches of one migration are one finding', async () => {
  const findings = await findingsOf([
    '0000_a',
    '0001_b',
    { tag: '0002_c', parent: '0000_a' },
    { tag: '0003_d', parent: '0000_a' },
  ]);
  expect(findings).toMatchObject([
    { code: 'forked-history', message: '0001_b, 0002_c and 0003_d all continue 0000_a' },
  ]);
});
