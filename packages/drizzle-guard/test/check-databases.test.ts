import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { inFolder, shop, WIDER_SCHEMA } from './fixtures';
import { SCHEMA_ASIDE } from './hooks/fixtures';

describe('several databases', () => {
  const workspace = {
    'package.json': '{ "name": "root", "workspaces": ["*"] }',
    ...inFolder(
      'apps/web',
      shop({ 'package.json': '{ "name": "@acme/web" }', 'src/schema.ts': WIDER_SCHEMA }),
    ),
    ...inFolder('packages/db', shop()),
    'docs/README.md': '',
  };

  test('which ones are meant: by name, by folder, by the current folder, else all', () =>
    withWorkspace({ ...workspace, 'drizzle-guard.json': JSON.stringify(SCHEMA_ASIDE) }, ({ bin }) => {
      const names = (args: string[], folder?: string) =>
        bin(['check', '--json', ...args], folder === undefined ? {} : { in: folder })
          .json()
          .databases.map(({ name }: { name: string }) => name);
      expect(names([])).toEqual(['web', 'shop']);
      expect(names(['--database', 'shop'])).toEqual(['shop']);
      expect(names(['-d', 'packages/db', '-d', 'web'])).toEqual(['shop', 'web']);
      expect(names([], 'packages/db/src')).toEqual(['shop']);
      expect(names([], 'docs')).toEqual(['web', 'shop']);
    }));

  test('the words for people sum up', () =>
    withWorkspace(workspace, ({ bin }) => {
      expect(bin(['check']).stdout).toMatchInlineSnapshot(`
        "web  3 migrations
          error[stale-schema] the schema of web has changes that no migration has:
            table entries: column author is new
            apps/web/src/schema.ts
            help: run \`npx drizzle-guard generate --database web\` and commit the migration with the schema
        shop  3 migrations, nothing found
        1 error, 0 warnings
        "
      `);
    }));

  test('2 outranks 1: one that cannot be checked does not hide what is found in the other', () =>
    withWorkspace(
      { ...workspace, 'packages/db/src/schema.ts': "throw new Error('no schema today');" },
      ({ bin }) => {
        const run = bin(['check', '--json']);
        expect(run.exitCode).toBe(2);
        expect(run.json()).toMatchObject({
          exitCode: 2,
          databases: [
            { name: 'web', findings: [{ code: 'stale-schema' }] },
            { name: 'shop', findings: [], error: { code: 'cannot-evaluate' } },
          ],
        });
      },
    ));

  test('a database that there is not ends with 2 and names those that there are', () =>
    withWorkspace(workspace, ({ bin }) => {
      const run = bin(['check', '--database', 'stock', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json()).toMatchObject({
        command: 'check',
        exitCode: 2,
        databases: [],
        error: {
          code: 'unknown-database',
          message: expect.stringContaining('web (apps/web), shop (packages/db)'),
        },
      });
    }));
});

describe('a workspace', () => {
  test('without any database is 2: an answer about nothing would look like fine', () =>
    withWorkspace({ 'package.json': '{}' }, ({ bin }) => {
      const run = bin(['check']);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('error[no-database]');
      expect(run.stdout).toBe('');
    }));

  test('may have its packages linked into node_modules: each database is found once', () =>
    withWorkspace(
      { 'package.json': '{ "workspaces": ["packages/*"] }', ...inFolder('packages/db', shop()) },
      ({ bin, dir }) => {
        mkdirSync(path.join(dir, 'packages/app/node_modules'), { recursive: true });
        symlinkSync('../../db', path.join(dir, 'packages/app/node_modules/shop'));
        symlinkSync('packages/db', path.join(dir, 'linked'));
        expect(bin(['check']).stdout).toBe('shop  3 migrations, nothing found\n');
      },
    ));
});
