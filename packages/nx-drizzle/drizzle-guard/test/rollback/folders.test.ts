import { branchFiles, branchTag, kitOneModules, pgliteConfig, withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { sql } from '../databases';

// drizzle-kit 1.0 on an embedded Postgres: snapshots that hold changes, and SQL of one's own in the folder.

const GONE = branchTag('gone');

test('in the folders layout too, by drizzle-kit 1.0 or by down.sql', () =>
  withWorkspace(
    {
      'package.json': '{ "name": "shop" }',
      'drizzle.config.ts': pgliteConfig(),
      ...branchFiles('postgresql', ['start', 'gone']),
    },
    async (workspace) => {
      const { bin, write } = workspace;
      expect(bin(['migrate']).exitCode).toBe(0);
      await sql(workspace, 'insert into t values (1)');
      expect(bin(['rollback', '--json']).json()).toMatchObject({
        exitCode: 0,
        databases: [
          { undone: [{ migration: GONE }], ways: [{ label: 'proven', by: 'drizzle-kit' }], findings: [] },
        ],
      });
      expect(await sql(workspace, 'select * from t')).toEqual([{ id: 1, c: null }]);
      const file = `drizzle/${GONE}/down.sql`;
      write({ [file]: 'ALTER TABLE "t" ADD COLUMN "c" text;\n' });
      expect(bin(['check', '--json']).json()).toMatchObject({ databases: [{ findings: [] }] });
      expect(bin(['migrate']).exitCode).toBe(0);
      expect(bin(['rollback', '--json']).json()).toMatchObject({
        databases: [{ undone: [{ migration: GONE }], ways: [{ label: 'proven', by: file }] }],
      });
      expect(await sql(workspace, 'select name from drizzle.__drizzle_migrations')).toEqual([
        { name: branchTag('start') },
      ]);
    },
    kitOneModules(),
  ));
