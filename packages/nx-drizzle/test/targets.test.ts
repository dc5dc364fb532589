import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sampleOf } from 'testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createWorkspace, type Workspace } from './support/workspace';
import { TARGETS } from './support/targets';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Nx words what a plugin says in a process of its own. */
const AS_FOR_PEOPLE = { NX_ISOLATE_PLUGINS: 'true' };

let workspace: Workspace;

beforeAll(() => {
  workspace = createWorkspace({
    'packages/db/package.json': {
      name: 'db',
      nx: {
        targets: {
          migrate: {
            configurations: { qa: { environment: 'qa' }, production: { args: ['--to=0004_tags'] } },
          },
        },
      },
    },
    'packages/db/drizzle.config.ts': 'throw new Error("nothing reads a config")',
    'packages/db/drizzle.config.prod.ts': '',
    'packages/my db/project.json': {
      name: 'spaced',
      targets: { status: { configurations: { qa: { args: '--environment=qa' } } } },
    },
    'packages/my db/drizzle.config.ts': '',
    'packages/données/package.json': { name: 'accents', scripts: { status: 'node -p 40+2' } },
    'packages/données/sql/drizzle.config.json': {},
    'packages/orders/package.json': { name: 'orders' },
    'packages/orders/drizzle.pg.config.ts': '',
    'packages/orders/drizzle.sqlite.config.ts': '',
  });
});
afterAll(() => workspace.remove());

describe('nx show project', () => {
  test("shows the targets as one group, with the user's configurations merged", async () => {
    const { targets, metadata } = await workspace.show('db');
    expect(Object.keys(targets)).toEqual(TARGETS);
    expect(metadata?.targetGroups).toEqual({
      Drizzle: TARGETS,
    });
    expect(targets['check']).toMatchInlineSnapshot(`
      {
        "cache": false,
        "configurations": {},
        "dependsOn": [
          "^build",
        ],
        "executor": "nx:run-commands",
        "inputs": [
          "default",
          "^default",
          "{workspaceRoot}/drizzle-guard*.json",
        ],
        "metadata": {
          "description": "Checks the drizzle migrations and the schema, without a database.",
        },
        "options": {
          "command": "drizzle-guard check",
          "database": "packages/db",
        },
        "parallelism": true,
      }
    `);
    expect(targets['migrate']).toMatchObject({
      parallelism: false,
      configurations: {
        development: { environment: 'development' },
        staging: { environment: 'staging' },
        production: { environment: 'production', args: ['--to=0004_tags'] },
        qa: { environment: 'qa' },
      },
    });
    expect(targets['migrate']).not.toHaveProperty('defaultConfiguration');
  });

  test('has targets for each of several databases, and none of a cache where refs decide', async () => {
    const { targets } = await workspace.show('orders');
    expect(Object.keys(targets)).toEqual(TARGETS.flatMap((name) => [name, `${name}-pg`, `${name}-sqlite`]));
    expect(targets['check-base-pg']).toMatchObject({ cache: false, configurations: {} });
  });

  test('calls a target drizzle-<name> where a script has its name', async () => {
    const { targets } = await workspace.show('accents');
    expect(targets['status']).toMatchObject({ executor: 'nx:run-script' });
    expect(targets['drizzle-status']).toMatchObject({ options: { command: 'drizzle-guard status' } });
  });
});

describe('nx run', () => {
  test.each(
    sampleOf(
      [
        ['db:generate --name=add_orders', ['generate', '--database=packages/db', '--name=add_orders']],
        ['db:migrate', ['migrate', '--database=packages/db']],
        [
          'db:migrate -c staging --dry-run',
          ['migrate', '--database=packages/db', '--environment=staging', '--dry-run'],
        ],
        ['db:migrate:qa', ['migrate', '--database=packages/db', '--environment=qa']],
        [
          'db:migrate:production',
          ['migrate', '--database=packages/db', '--environment=production', '--to=0004_tags'],
        ],
        ['spaced:status:qa', ['status', '--database=packages/my db', '--environment=qa']],
        [
          'db:generate --rename users.name=users.title --rename=crm.a.b=crm.a.c --create users.city',
          [
            ...['generate', '--database=packages/db', '--rename', 'users.name=users.title'],
            ...['--rename=crm.a.b=crm.a.c', '--create', 'users.city'],
          ],
        ],
        ['db:doctor --repair --dry-run', ['doctor', '--database=packages/db', '--repair', '--dry-run']],
        ['db:history --base=main', ['history', '--database=packages/db', '--base=main']],
        ['db:check-base', ['check', '--base', 'auto', '--database=packages/db']],
        ['db:check-base --base=main', ['check', '--base', 'auto', '--database=packages/db', '--base=main']],
        [
          'orders:migrate-pg:production',
          ['migrate', '--database=packages/orders/drizzle.pg.config.ts', '--environment=production'],
        ],
        [
          'orders:migrate:staging --dry-run',
          ['migrate', '--fail-fast', '--database=packages/orders', '--environment=staging', '--dry-run'],
        ],
        ['accents:drizzle-status', ['status', '--database=packages/données']],
        [
          'accents:migrate:development',
          ['migrate', '--database=packages/données', '--environment=development'],
        ],
      ],
      3,
    ),
  )('%s', async (command, expected) => {
    const { exitCode, output, calls } = await workspace.nx(['run', ...command.split(' ')]);
    expect({ exitCode, calls }, output).toEqual({
      exitCode: 0,
      calls: [{ arguments: expected, folder: workspace.root }],
    });
  });

  test.each(['drizzle-guard.json', 'drizzle-guard.baseline.json'])(
    'nx affected checks every database where %s changed',
    async (file) => {
      const { calls } = await workspace.nx([
        ...['affected', '-t', 'check', `--files=${file}`, '--output-style=static'],
      ]);
      const checked = calls.map((call) => call.arguments.at(-1));
      expect(checked.sort()).toEqual(
        ['données', 'db', 'my db', 'orders'].map((name) => `--database=packages/${name}`).sort(),
      );
    },
  );

  test('from within a package the workspace itself has its name', async () => {
    const ofRoot = createWorkspace({
      'drizzle.config.ts': '',
      'packages/orders/package.json': { name: 'orders' },
    });
    try {
      const { calls } = await ofRoot.nx(['run', 'workspace:check'], { folder: 'packages/orders' });
      expect(calls).toMatchObject([{ arguments: ['check', '--database=.'], folder: ofRoot.root }]);
    } finally {
      ofRoot.remove();
    }
  });

  test('from within a package drizzle-guard still runs at the root', async () => {
    const { calls } = await workspace.nx(['run', 'migrate:production'], { folder: 'packages/db' });
    expect(calls).toEqual([
      { arguments: expect.arrayContaining(['--environment=production']), folder: workspace.root },
    ]);
  });

  test.each(
    sampleOf(
      ['orders:migrate:prodution', 'orders:migrate-pg:prodution', 'accents:drizzle-status:prodution'],
      2,
    ),
  )('a mistyped configuration stops %s', async (command) => {
    const { exitCode, output, calls } = await workspace.nx(['run', command]);
    expect(output).toContain('There is no configuration "prodution"');
    expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] });
  });
});

test('the README shows what nx says of a mistyped configuration', async () => {
  const { output } = await workspace.nx(['run', 'db:migrate:prodution'], { env: AS_FOR_PEOPLE });
  const message = output.slice(output.indexOf(' NX '), output.indexOf('Pass --verbose')).trimEnd();
  expect(readFileSync(path.join(__dirname, '../README.md'), 'utf8')).toContain(
    `$ nx run db:migrate:prodution\n\n${message}\n`,
  );
});

test('options rename the targets, and one that is unknown stops nx with its name', async () => {
  const options = { targetPrefix: 'drizzle-', targets: { migrate: 'db:up' } };
  workspace.write({ 'nx.json': { plugins: [{ plugin: 'nx-drizzle', options }] } });
  const { targets } = await workspace.show('db');
  expect(Object.keys(targets)).toEqual(
    TARGETS.map((name) => (name === 'migrate' ? 'db:up' : `drizzle-${name}`)),
  );
  const { calls } = await workspace.nx(['run', 'db:db:up:production']);
  expect(calls[0]?.arguments).toEqual(['migrate', '--database=packages/db', '--environment=production']);
  const typo = await workspace.nx(['run', 'db:db:up:prodution']);
  expect(typo.output).toContain('db:db:up has development, staging, production');

  workspace.write({ 'nx.json': { plugins: [{ plugin: 'nx-drizzle', options: { prefix: 'drizzle-' } }] } });
  const { exitCode, output } = await workspace.nx(['show', 'projects'], { env: AS_FOR_PEOPLE });
  expect(output).toContain('"prefix" is unknown in options; known are targetPrefix, targets');
  expect(exitCode).toBe(1);
});
