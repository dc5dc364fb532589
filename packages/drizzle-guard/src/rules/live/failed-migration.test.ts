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
