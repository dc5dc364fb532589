import { journalHistory, pgliteConfig, withWorkspace, type Workspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { history } from '../src/commands/history/run';
import { status } from '../src/commands/status/run';
import { exitCodeOf } from '../src/results/command-result';

// Where it cannot be told which migrations there are, history and status say so; they never call it fine.

const FILES = { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': pgliteConfig() };
const COMMANDS = { history, status };

async function ask(name: keyof typeof COMMANDS, { dir }: Workspace, more: object = {}) {
  const result = await COMMANDS[name]({ cwd: dir, ...more });
  const [database] = result.databases;
  return {
    exitCode: exitCodeOf(result),
    code: database!.error?.code ?? null,
    message: database!.error?.message ?? '',
    found: database!.findings.map(({ code }) => code),
    migrations: database!.migrations.map(({ migration }) => migration),
  };
}

describe.each(['history', 'status'] as const)('%s', (name) => {
  test('of a folder that is not there', () =>
    withWorkspace(FILES, async (workspace) => {
      expect(await ask(name, workspace)).toMatchObject({
        exitCode: 2,
        code: 'no-migrations',
        message: expect.stringContaining('drizzle is not there'),
      });
    }));

  test('of a folder that is a file', () =>
    withWorkspace({ ...FILES, drizzle: 'text' }, async (workspace) => {
      expect(await ask(name, workspace)).toMatchObject({ exitCode: 2, code: 'unreadable-folder' });
    }));

  test('of a config that cannot be evaluated', () =>
    withWorkspace(
      { ...FILES, ...journalHistory(['0000_a']), 'drizzle.config.ts': "throw new Error('no')" },
      async (workspace) => {
        expect(await ask(name, workspace)).toMatchObject({ exitCode: 2, code: 'cannot-evaluate' });
      },
    ));

  test('of a journal without entries: there are none, and that is known', () =>
    withWorkspace({ ...FILES, ...journalHistory([]) }, async (workspace) => {
      expect(await ask(name, workspace)).toMatchObject({ exitCode: 0, code: null, migrations: [] });
    }));

  test('of a journal that cannot be read', () =>
    withWorkspace(
      { ...FILES, ...journalHistory(['0000_a']), 'drizzle/meta/_journal.json': '{' },
      async (workspace) => {
        const { exitCode, code, found } = await ask(name, workspace);
        if (name === 'history') expect([exitCode, code]).toEqual([2, 'unreadable-history']);
        else expect([exitCode, found]).toEqual([1, ['broken-journal']]);
      },
    ));
});

test.each(['nothing', 'package.json'])('history --migrations %s', (migrations) =>
  withWorkspace(FILES, async (workspace) => {
    expect(await ask('history', workspace, { migrations })).toMatchObject({
      exitCode: 2,
      code: migrations === 'nothing' ? 'no-migrations' : 'unreadable-folder',
    });
  }),
);

describe('status', () => {
  test('tells SQL that no migration has, unless it was accepted', () =>
    withWorkspace(
      { ...FILES, ...journalHistory(['0000_a']), 'drizzle/0001_b.sql': 'SELECT 1;' },
      async (workspace) => {
        expect(await ask('status', workspace)).toMatchObject({
          exitCode: 1,
          found: ['orphan-sql'],
          migrations: ['0000_a'],
        });
        workspace.write({ 'drizzle-guard.json': '{ "checks": { "orphan-sql": "off" } }' });
        expect(await ask('status', workspace)).toMatchObject({ exitCode: 0, found: [] });
      },
    ));

  test('tells a migration without its SQL', () =>
    withWorkspace(
      { ...FILES, ...journalHistory(['0000_a', { tag: '0001_b', sql: null }]) },
      async (workspace) => {
        expect(await ask('status', workspace)).toMatchObject({ exitCode: 1, found: ['missing-sql'] });
      },
    ));
});
