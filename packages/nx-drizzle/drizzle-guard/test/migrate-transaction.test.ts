import path from 'node:path';
import { emptyPglite, journalHistory, pgliteConfig, withWorkspace } from 'testkit';
import { expect, test } from 'vitest';

const SQL = `CREATE TABLE "a" ("id" integer);--> statement-breakpoint
INSERT INTO "a" VALUES (1);--> statement-breakpoint
COMMIT;--> statement-breakpoint
SELECT nope;`;

test('a migration that ends its own transaction is not called rolled back', () =>
  withWorkspace(
    {
      'package.json': '{ "name": "shop" }',
      'drizzle.config.ts': pgliteConfig(),
      ...journalHistory([{ tag: '0000_own_commit', sql: SQL }]),
    },
    ({ bin, dir }) => {
      emptyPglite(path.join(dir, '.pglite'));
      const run = bin(['migrate', '--json']);
      expect(run.exitCode).toBe(2);
      const [database] = run.json().databases;
      expect(database.applied).toEqual([]);
      expect(database.error.code).toBe('failed-statement');
      expect(database.error.message).toContain('statement 3 of 4');
      expect(database.error.message).toContain('0000_own_commit was NOT rolled back');
    },
  ));

test('something else in the place of the data directory is not taken for a new database', () =>
  withWorkspace(
    {
      'package.json': '{ "name": "shop" }',
      'drizzle.config.ts': pgliteConfig(),
      ...journalHistory(['0000_a']),
      '.pglite/base/1': 'what is left of a database',
    },
    ({ bin, exists }) => {
      for (const command of ['status', 'migrate']) {
        const run = bin([command, '--json']);
        expect([run.exitCode, run.json().databases[0].error.code]).toEqual([2, 'cannot-connect']);
      }
      expect(exists('.pglite/PG_VERSION')).toBe(false);
    },
  ));
