import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('a number that is left out is found at the entry after it', async () => {
  const findings = await findingsOf(['0000_a', { tag: '0002_c', index: 2 }]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "index-gap",
        "file": "drizzle/meta/_journal.json",
        "help": "see in git which migration was taken out (\`git log -p -- drizzle/meta/_journal.json\`)",
        "line": 12,
        "message": "0002_c has index 2 where 1 comes next",
        "migration": "0002_c",
      },
    ]
  `);
});

test('numbers out of order are found', async () => {
  const findings = await findingsOf([
    '0000_a',
    { tag: '0002_c', index: 2, parent: '0000_a' },
    { tag: '0001_b', index: 1, id: 'b', parent: 'none' },
  ]);
  expect(findings.filter(({ code }) => code === 'index-gap').map(({ message }) => message)).toEqual([
    '0002_c has index 2 where 1 comes next',
    '0001_b has index 1 after 2',
  ]);
});

test('a history that does not begin at 0 has a gap', async () => {
  const findings = await findingsOf([{ tag: '0001_a', index: 1 }]);
  expect(findings).toMatchObject([{ code: 'index-gap', message: '0001_a has index 1 where 0 comes next' }]);
});

test('an index below zero is found, also in the first migration', async () => {
  const findings = await findingsOf([
    { tag: '0000_a', index: -1 },
    { tag: '0001_b', index: 0 },
  ]);
  expect(findings).toMatchObject([{ message: '0000_a has index -1 where 0 comes next' }]);
});
