import { expect, test } from 'vitest';
import { migrateAtOnce } from '../at-once';
import { hasMysql, one, withMysql, type Migration } from './fixtures';

// A migration that gives up the locks of its connection lets nobody in: what comes behind it is applied once too.

const MANY = Array.from({ length: 5 }, (_, at): Migration => [
  `000${at + 2}_m`,
  `insert into t select ${at} from (select sleep(0.1)) s;\n`,
]);

test.runIf(await hasMysql()).each([
  ['lets go', 'select release_all_locks();\n'],
  [
    'lets go long before it ends',
    'select release_all_locks();--> statement-breakpoint\ninsert into t select 9 from (select sleep(0.5)) s;\n',
  ],
  [
    'lets go in a long statement',
    'insert into t select 9 from (select release_all_locks()) a, (select sleep(0.5)) b;\n',
  ],
])('what %s lets no second run in', (_, sql) => {
  const migrations = [
    ['0000_t', 'create table t (n int);\n'],
    ['0001_unlock', sql],
    ...MANY,
  ] satisfies Migration[];
  return withMysql(migrations, async (shop) => {
    await migrateAtOnce(shop.dir, 3);
    expect(await shop.sql('select hash from __drizzle_migrations')).toHaveLength(migrations.length);
    expect(await shop.sql('select n from t where n <> 9')).toHaveLength(MANY.length);
    expect(one(shop, 'status')).toMatchObject({ exitCode: 0, findings: [] });
  });
});
