import { expect } from 'vitest';
import { migrateAtOnce } from '../at-once';
import { LEDGER, LOCKS, one, onPostgres, withPostgres } from './fixtures';

// A migration that gives up the locks of its session lets nobody in: what comes behind it is applied once too.

const MANY = Array.from({ length: 5 }, (_, at) => ({
  tag: `000${at + 2}_m`,
  sql: `INSERT INTO "t" SELECT ${at} FROM pg_sleep(0.1);\n`,
}));

onPostgres.each([
  ['DISCARD ALL', 'DISCARD ALL;\n'],
  ['pg_advisory_unlock_all', 'SELECT pg_advisory_unlock_all();\n'],
  [
    'pg_advisory_unlock_all, long before it ends,',
    'SELECT pg_advisory_unlock_all();--> statement-breakpoint\nSELECT pg_sleep(0.5);\n',
  ],
  ['DISCARD ALL, long before it ends,', 'DISCARD ALL;--> statement-breakpoint\nSELECT pg_sleep(0.5);\n'],
])('%s does not let a second run in', (_, sql) => {
  const migrations = [
    { tag: '0000_t', sql: 'CREATE TABLE "t" ("n" integer);\n' },
    { tag: '0001_unlock', sql },
    ...MANY,
  ];
  return withPostgres(migrations, async (workspace, database) => {
    await migrateAtOnce(workspace.dir, 3);
    expect(await database.sql(LEDGER)).toHaveLength(migrations.length);
    expect(await database.sql('select n from t')).toHaveLength(MANY.length);
    expect(await database.sql(LOCKS)).toEqual([]);
    expect(one(workspace, 'status')).toMatchObject({ exitCode: 0, findings: [] });
  });
});
