import { expect, test } from 'vitest';
import { found } from '../../../test/found';
import { historyOf } from '../../../test/histories';

const since = '2026-01-31T12:00:00.000Z';

test('a restore that ended half-way is told as one, and begins anew', async () => {
  const entry = {
    state: 'failed' as const,
    migration: 'restore:shop-a.sql.gz',
    hash: 'ab',
    done: 0,
    total: 1,
    begun: 0,
    since,
  };
  expect(found('live', { database: 'db', history: await historyOf([]), entry, highWaterMark: null }))
    .toMatchInlineSnapshot(`
    [
      {
        "code": "failed-migration",
        "help": "run \`drizzle-guard restore <folder>/shop-a.sql.gz\` again: it begins anew",
        "message": "a restore of shop-a.sql.gz was begun at 2026-01-31T12:00:00.000Z and is not finished: the database holds a part of that backup at the most",
      },
    ]
  `);
});

test('a rollback that ended half-way is told as one, and gone on with', async () => {
  const entry = {
    ...{ state: 'failed' as const, migration: 'undo:0001_b', hash: 'ab', done: 1, total: 2, since },
  };
  expect(found('live', { database: 'db', history: await historyOf([]), entry, highWaterMark: null }))
    .toMatchInlineSnapshot(`
    [
      {
        "code": "failed-migration",
        "help": "see what of it is there; then \`drizzle-guard rollback --database db\` goes on after those, \`drizzle-guard migrate --database db --resolve 0001_b=rolled-back\` says that the rest was taken back by hand, \`drizzle-guard migrate --database db --resolve 0001_b=applied\` that all is there again",
        "message": "the rollback of 0001_b was begun at 2026-01-31T12:00:00.000Z and is not finished: 1 of its 2 statements has run",
        "migration": "0001_b",
      },
    ]
  `);
});
