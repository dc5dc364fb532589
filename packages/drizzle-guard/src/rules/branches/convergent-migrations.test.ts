import { expect, test } from 'vitest';
import { faultyContexts } from '../../../test/faulty-contexts';
import { found } from '../../../test/found';

test('what both do, and what happens where it is left as it is', async () => {
  const [context] = await faultyContexts('meeting');
  expect(found('meeting', context!).filter(({ code }) => code === 'convergent-migrations'))
    .toMatchInlineSnapshot(`
      [
        {
          "code": "convergent-migrations",
          "file": "drizzle/20260101000200_c/migration.sql",
          "help": "\`drizzle-guard rebase --drop-duplicates\` moves the side that has not landed behind the other, without that",
          "message": "20260101000200_c and 20260101000100_b do the same: \`ALTER TABLE "orders" ADD COLUMN "note" text;\`",
          "migration": "20260101000200_c",
        },
        {
          "code": "convergent-migrations",
          "file": "drizzle/20260101000200_c/migration.sql",
          "help": "\`drizzle-guard rebase --onto origin/main --drop-duplicates\` brings in what has landed and moves 20260101000200_c, without that, behind it",
          "message": "20260101000200_c and 20260101000100_b do the same: \`ALTER TABLE "orders" ADD COLUMN "note" text;\`. As they are, 20260101000200_c fails after 20260101000100_b: column "note" of relation "orders" already exists",
          "migration": "20260101000200_c",
        },
        {
          "code": "convergent-migrations",
          "file": "drizzle/20260101000200_c/migration.sql",
          "help": "neither has landed, and the one that lands second goes behind. Where origin/b lands first: \`drizzle-guard rebase --onto origin/main --drop-duplicates\` then moves 20260101000200_c",
          "message": "20260101000200_c of this branch and 20260101000100_b of origin/b do the same: \`ALTER TABLE "orders" ADD COLUMN "note" text;\`",
          "migration": "20260101000200_c",
        },
      ]
    `);
});

test('they go together, but drizzle-kit would go on with neither: that is said of the open ends', async () => {
  const [context] = await faultyContexts('meeting');
  expect(found('meeting', context!).filter(({ code }) => code === 'unmerged-fork')).toMatchInlineSnapshot(`
    [
      {
        "code": "unmerged-fork",
        "file": "drizzle/20260101000200_c/migration.sql",
        "help": "\`drizzle-guard rebase\` moves the side that has not landed behind the other",
        "message": "20260101000200_c and 20260101000100_b lead to the same in either order, but drizzle-kit calls them conflicting (add foreign key a; add foreign key b), and generates nothing on top of both",
        "migration": "20260101000200_c",
      },
      {
        "code": "unmerged-fork",
        "file": "drizzle/20260101000200_c/migration.sql",
        "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 20260101000200_c behind it",
        "message": "20260101000200_c and 20260101000100_b lead to the same in either order, but drizzle-kit calls them conflicting (add foreign key a; add foreign key b), and generates nothing on top of both",
        "migration": "20260101000200_c",
      },
    ]
  `);
});
