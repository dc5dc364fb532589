import { expect, test } from 'vitest';
import { faultyContexts } from '../../../test/faulty-contexts';
import { found } from '../../../test/found';

test('branches that are open: both are named, with what they do and the way out', async () => {
  const [context] = await faultyContexts('branches');
  expect(found('branches', context!)).toMatchInlineSnapshot(`
    [
      {
        "code": "conflicting-migrations",
        "file": "drizzle/20260101000200_c/snapshot.json",
        "help": "keep the side that has landed, delete the folders of the other (keep hand-written SQL), and run \`drizzle-guard generate\`: what is still lacking is made again on top",
        "message": "20260101000100_b (add column note of orders) and 20260101000200_c (drop table orders) do not go together: they are of two branches, and neither knows of the other",
        "migration": "20260101000200_c",
      },
    ]
  `);
});

test('of the base: mine is named, and that the merge says how to go on', async () => {
  const contexts = await faultyContexts('base');
  const all = contexts.flatMap((context) => found('base', context));
  expect(all.filter(({ code }) => code === 'conflicting-migrations')).toMatchInlineSnapshot(`
    [
      {
        "code": "conflicting-migrations",
        "file": "drizzle/meta/_journal.json",
        "help": "bring what has landed in: \`git merge origin/main\`; \`drizzle-guard check\` then says how to make 0001_mine again on top",
        "line": 12,
        "message": "20260101000100_b (add column note of orders) and 20260101000200_c (drop table orders) do not go together: they are of two branches, and neither knows of the other",
        "migration": "0001_mine",
      },
    ]
  `);
});
