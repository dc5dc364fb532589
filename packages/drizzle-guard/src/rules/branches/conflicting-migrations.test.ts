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
        "help": "\`drizzle-guard rebase\` moves the side that has not landed behind the other, or says why that does not work; \`drizzle-guard rebase --regenerate\` makes it again there",
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
        "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0001_mine behind it",
        "line": 12,
        "message": "20260101000100_b (add column note of orders) and 20260101000200_c (drop table orders) do not go together: they are of two branches, and neither knows of the other",
        "migration": "0001_mine",
      },
    ]
  `);
});

test('of two that were run in both orders: what happened, which order works, and what was not proved', async () => {
  const [context] = await faultyContexts('meeting');
  expect(found('meeting', context!).filter(({ code }) => code === 'conflicting-migrations'))
    .toMatchInlineSnapshot(`
      [
        {
          "code": "conflicting-migrations",
          "file": "drizzle/20260101000200_c/migration.sql",
          "help": "\`drizzle-guard rebase\` moves the side that has not landed behind the other, or says why that does not work; \`drizzle-guard rebase --regenerate\` makes it again there",
          "line": 3,
          "message": "20260101000200_c and 20260101000100_b do not go together: after 20260101000100_b 20260101000200_c fails: relation "orders" does not exist (drizzle/20260101000200_c/migration.sql:3) (20260101000200_c: \`CREATE VIEW "v" AS (select * from "orders");\`; 20260101000100_b: \`DROP TABLE "orders";\`). The order that works: 20260101000200_c, then 20260101000100_b",
          "migration": "20260101000200_c",
        },
        {
          "code": "conflicting-migrations",
          "file": "drizzle/20260101000200_c/migration.sql",
          "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 20260101000200_c behind it",
          "line": 3,
          "message": "20260101000200_c and 20260101000100_b do not go together: both change column note of orders (20260101000200_c: \`CREATE VIEW "v" AS (select * from "orders");\`; 20260101000100_b: \`DROP TABLE "orders";\`). Not proved: 10s were over",
          "migration": "20260101000200_c",
        },
        {
          "code": "conflicting-migrations",
          "file": "drizzle/20260101000200_c/migration.sql",
          "help": "neither has landed, and the one that lands second goes behind. Where origin/b lands first: \`drizzle-guard rebase --onto origin/main\` then moves 20260101000200_c",
          "line": 3,
          "message": "20260101000200_c of this branch and 20260101000100_b of origin/b do not go together: after 20260101000100_b 20260101000200_c fails (20260101000200_c: \`CREATE VIEW "v" AS (select * from "orders");\`; 20260101000100_b: \`DROP TABLE "orders";\`)",
          "migration": "20260101000200_c",
        },
      ]
    `);
});
