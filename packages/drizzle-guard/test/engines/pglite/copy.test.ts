import path from 'node:path';
import { emptyPglite, journalHistory, pgliteConfig, withWorkspace } from 'testkit';
import { expect, test } from 'vitest';

// PGlite waits without an end for the rows of a COPY FROM stdin, and hears no signal meanwhile.

const NO_ROWS = 'COPY FROM stdin has no rows here';

test('a migration that copies from stdin fails, in the database and on the shadow', () =>
  withWorkspace(
    {
      'package.json': '{ "name": "shop" }',
      'drizzle.config.ts': pgliteConfig(),
      ...journalHistory([
        { tag: '0000_t', sql: 'CREATE TABLE "t" ("id" integer);\n' },
        { tag: '0001_copy', sql: '-- rows\nCOPY "t" FROM STDIN;\n' },
      ]),
    },
    (workspace) => {
      emptyPglite(path.join(workspace.dir, '.pglite'));
      const migrated = workspace.bin(['migrate', '--json']);
      expect(migrated.exitCode).toBe(2);
      const { error } = migrated.json().databases[0];
      expect(error.message).toContain(NO_ROWS);
      expect(error.message).toContain('0001_copy was rolled back. Applied in this run: 0000_t.');
      const replayed = workspace.bin(['check', '--migrations', 'drizzle', '--replay', '--json']);
      expect(replayed.exitCode).toBe(2);
      expect(JSON.stringify(replayed.json())).toContain(NO_ROWS);
    },
  ));
