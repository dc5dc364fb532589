import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { foldersHistory, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { askedOf } from './checked';
import { CONFIG, inFolder, shop } from './fixtures';

describe('a drizzle config', () => {
  test.each([
    ['has no dialect', 'export default { schema: "./src" };', 'invalid-drizzle-config', 'dialect'],
    ['exports nothing', 'export const config = 1;', 'invalid-drizzle-config', 'its default export'],
    ['does not compile', 'export default {', 'cannot-evaluate', 'drizzle.config.ts:1:'],
    [
      'writes its migrations outside of the repository',
      CONFIG.replace('./drizzle', '../../elsewhere'),
      'invalid-drizzle-config',
      'outside the repository',
    ],
    [
      'has its migrations where a file is',
      CONFIG.replace("out: './drizzle'", "out: './package.json'"),
      'unreadable-folder',
      'package.json cannot be read',
    ],
  ])('that %s is 2', (_name, text, code, words) =>
    withWorkspace(shop({ 'drizzle.config.ts': text }), async (workspace) => {
      const { exitCode, database } = await askedOf(workspace);
      expect(exitCode).toBe(2);
      expect(database.error).toMatchObject({ code, message: expect.stringContaining(words) });
    }),
  );

  test('whose migrations folder cannot be reached is 2', () =>
    withWorkspace(shop(), async (workspace) => {
      workspace.remove('drizzle');
      symlinkSync('drizzle', path.join(workspace.dir, 'drizzle'));
      const { exitCode, database } = await askedOf(workspace);
      expect(exitCode).toBe(2);
      expect(database.error.code).toBe('unreadable-folder');
    }));

  test.each([
    ['a promise', `${CONFIG.replace('export default defineConfig(', 'export default Promise.resolve(')}`],
    [
      'a function call with the environment',
      CONFIG.replace("'./drizzle'", "process.env.NOWHERE ?? './drizzle'"),
    ],
    ['CommonJS', `module.exports = { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };`],
  ])('may be %s', (_name, text) =>
    withWorkspace(shop({ 'drizzle.config.ts': text }), ({ bin }) => {
      const { exitCode, stdout } = bin(['check']);
      expect(stdout).toBe('shop  3 migrations, nothing found\n');
      expect(exitCode).toBe(0);
    }),
  );

  test('may be JSON', () =>
    withWorkspace(
      shop({
        'drizzle.config.json': '{ "dialect": "postgresql", "schema": "./src/schema.ts", "out": "./drizzle" }',
      }),
      ({ bin, remove, write }) => {
        remove('drizzle.config.ts');
        expect(bin(['check']).stdout).toBe('shop  3 migrations, nothing found\n');
        write({ 'drizzle.config.json': '{\n  "dialect": "postgresql",\n}' });
        expect(bin(['check', '--json']).json().databases[0].error.message).toContain('line 3 is not JSON');
      },
    ));

  test('of the folders layout with drizzle-kit 0.31 is 2, whatever is asked; nothing is written', () => {
    const { 'drizzle/meta/_journal.json': _, ...others } = shop();
    const files = Object.entries(others).filter(([file]) => !file.startsWith('drizzle/'));
    const folders = foldersHistory(['20260101000000_init']);
    return withWorkspace({ ...Object.fromEntries(files), ...folders }, ({ bin, exists }) => {
      for (const command of ['check', 'generate', 'migrate', 'status']) {
        const run = bin([command, '--json']);
        expect(run.exitCode).toBe(2);
        expect(run.json().databases[0].error).toMatchObject({
          code: 'layout-mismatch',
          message: expect.stringContaining('drizzle is in the folders layout'),
        });
      }
      expect([exists('drizzle/meta'), exists('.pglite')]).toEqual([false, false]);
    });
  });

  test('of a package with drizzle-kit 1.0 is 2', () => {
    const kit = {
      'node_modules/drizzle-kit/package.json': '{ "version": "1.0.0", "main": "index.js" }',
      'node_modules/drizzle-kit/index.js': '',
    };
    const config = CONFIG.replace(/import .*\n/, '').replace('defineConfig(', '(');
    return withWorkspace(inFolder('db', shop({ 'drizzle.config.ts': config, ...kit })), ({ bin }) => {
      const run = bin(['check', '--json'], { in: 'db' });
      expect(run.exitCode).toBe(2);
      expect(run.json().databases[0].error.message).toContain('drizzle-kit 1.0.0 is installed');
    });
  });
});

describe('drizzle-guard.json', () => {
  test('with an unknown key ends everything with 2', () =>
    withWorkspace(shop({ 'drizzle-guard.json': '{ "chekcs": {} }' }), ({ bin }) => {
      for (const args of [
        ['check'],
        ['generate'],
        ['status'],
        ['migrate'],
        ['check', '--migrations', 'drizzle'],
      ]) {
        const run = bin([...args, '--json']);
        expect(run.exitCode, args.join(' ')).toBe(2);
        const document = run.json();
        const error = document.error ?? document.databases[0].error;
        expect(error).toMatchObject({
          code: 'invalid-configuration',
          message: 'drizzle-guard.json is not valid:\n  unknown key chekcs',
        });
      }
    }));

  test('gives a database its name', () =>
    withWorkspace(
      {
        'package.json': '{ "workspaces": ["*"] }',
        ...inFolder('a/db', shop({ 'package.json': '{ "name": "db" }' })),
        ...inFolder('b/db', shop({ 'package.json': '{ "name": "db" }' })),
      },
      ({ bin, write }) => {
        const refused = bin(['check']);
        expect(refused.exitCode).toBe(2);
        expect(refused.stderr).toContain(
          'two databases are called db: a/db/drizzle.config.ts and b/db/drizzle.config.ts',
        );
        write({ 'drizzle-guard.json': '{ "databases": { "other": { "dir": "b/db" } } }' });
        expect(bin(['check']).stdout).toBe(
          'db  3 migrations, nothing found\nother  3 migrations, nothing found\n',
        );
      },
    ));
});
