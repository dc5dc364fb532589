import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { createConnection } from 'mysql2/promise';
import { isLong, postgresUrl } from 'testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { REPOSITORY } from '../support/built-plugin';
import { installRealBin } from '../support/stand-in-bin';
import { createWorkspace, type Files, type Workspace } from '../support/workspace';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

// Five databases on four engines in one workspace, from the first migration to staging, as the README says it. What Nx
// does with several is in several-databases.test.ts too, and what each engine does in drizzle-guard's tests.

const NAME = `guard_${process.pid}_${randomBytes(4).toString('hex')}`;
const MYSQL = { host: '127.0.0.1', port: 3306, user: 'root' };

const COLUMNS = {
  pg: ['pgTable', 'integer, pgTable, text'],
  mysql: ['mysqlTable', 'int as integer, mysqlTable, text'],
  sqlite: ['sqliteTable', 'integer, sqliteTable, text'],
} as const;

function schema(core: keyof typeof COLUMNS, ...columns: string[]): string {
  const [table, imports] = COLUMNS[core];
  const lines = columns.map((column) => `  ${column}: text(),\n`).join('');
  return `import { ${imports} } from 'drizzle-orm/${core}-core';\n\nexport const items = ${table}('items', {\n  id: integer().primaryKey(),\n${lines}});\n`;
}

/** The connection of an environment is a config of its name beside the config. */
function project(name: string, dialect: string, core: keyof typeof COLUMNS, more = ''): Files {
  const config = (environment: string) => `import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: '${dialect}',${more}
  schema: './src/schema.ts',
  out: './drizzle',
  dbCredentials: { url: process.env.${name.toUpperCase()}_${environment}_URL! },
});
`;
  return {
    [`packages/${name}/package.json`]: { name },
    [`packages/${name}/src/schema.ts`]: schema(core),
    [`packages/${name}/drizzle.config.ts`]: config('DEVELOPMENT'),
    [`packages/${name}/drizzle.config.staging.ts`]: config('STAGING'),
  };
}

let hasMysql = true;
let workspace: Workspace;
const names = () => ['shop', 'ledger', 'carts', 'notes', ...(hasMysql ? ['reports'] : [])];

async function postgres(sql: string, database?: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: postgresUrl(database) });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

async function mysql(sql: string): Promise<void> {
  const connection = await createConnection(MYSQL);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

const SERVERS = ['shop', 'ledger'].flatMap((name) => [`${NAME}_${name}`, `${NAME}_${name}_staging`]);
const REPORTS = [`${NAME}_reports`, `${NAME}_reports_staging`];

function urlOf(name: string, environment: 'development' | 'staging'): string {
  const ending = environment === 'staging' ? '_staging' : '';
  if (name === 'carts') return `file:./carts${ending}.sqlite`;
  if (name === 'notes') return `./.pglite${ending}`;
  if (name === 'reports') return `mysql://root@127.0.0.1:3306/${NAME}_reports${ending}`;
  return postgresUrl(`${NAME}_${name}${ending}`);
}

/** What a team has in its environment: the connections of both. */
function variables(): Record<string, string> {
  return Object.fromEntries([
    ['SHADOW_URL', 'mysql://root@127.0.0.1:3306/mysql'],
    ...names().flatMap((name) =>
      (['development', 'staging'] as const).map((environment) => [
        `${name}_${environment}_url`.toUpperCase(),
        urlOf(name, environment),
      ]),
    ),
  ]);
}

beforeAll(async () => {
  if (!isLong) return;
  await mysql('select 1').catch(() => (hasMysql = false));
  for (const name of SERVERS) await postgres(`create database ${name}`);
  if (hasMysql) for (const name of REPORTS) await mysql(`create database ${name}`);
  workspace = createWorkspace({
    ...project('shop', 'postgresql', 'pg'),
    ...project('ledger', 'postgresql', 'pg'),
    ...project('carts', 'sqlite', 'sqlite'),
    ...project('notes', 'postgresql', 'pg', `\n  driver: 'pglite',`),
    ...(hasMysql ? project('reports', 'mysql', 'mysql') : {}),
    'drizzle-guard.json': { shadow: { urlEnv: 'SHADOW_URL' } },
    '.gitignore': 'node_modules\n.nx\n*.sqlite*\n.pglite*\n',
  });
  installRealBin(workspace.root);
  for (const name of ['@libsql', 'libsql'])
    symlinkSync(
      path.join(REPOSITORY, 'node_modules', name),
      path.join(workspace.root, 'node_modules', name),
      'junction',
    );
});
afterAll(async () => {
  if (!isLong) return;
  workspace.remove();
  for (const name of SERVERS) await postgres(`drop database ${name} with (force)`);
  if (hasMysql) for (const name of REPORTS) await mysql(`drop database ${name}`);
});

async function nx(...argv: string[]): Promise<string> {
  const { exitCode, output } = await workspace.nx([...argv, '--output-style=static'], { env: variables() });
  expect(exitCode, output).toBe(0);
  return output;
}

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
    cwd: workspace.root,
    stdio: 'pipe',
  });
}

test.runIf(isLong)('from the first migration to staging, each database once', async () => {
  git('init', '--quiet', '--initial-branch', 'main');
  await nx('run-many', '-t', 'generate', '--parallel=1');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Items');
  await nx('run-many', '-t', 'check', '--parallel=1');
  await nx('run-many', '-t', 'migrate', '--parallel=1');
  expect(await nx('run', 'shop:migrate')).toContain('nothing is pending');

  const first = await nx('run-many', '-t', 'migrate', '-c', 'staging', '--parallel=1');
  for (const name of names()) expect(first).toMatch(new RegExp(`${name}.*applied 1 migration`));
  expect(await postgres(`select to_regclass('items') is not null as there`, SERVERS[1])).toEqual([
    { there: true },
  ]);

  for (const [core, name] of [
    ['pg', 'shop'],
    ['sqlite', 'carts'],
  ] as const)
    workspace.write({ [`packages/${name}/src/schema.ts`]: schema(core, 'note') });
  await nx('run-many', '-t', 'generate', '--projects=shop,carts', '--parallel=1');
  const plan = await nx('run', 'shop:migrate:staging', '--dry-run');
  expect(plan).toContain('dry run: 1 migration would be applied');
  expect(await nx('run', 'shop:migrate:staging')).toContain('applied 1 migration');
  expect(await nx('run', 'shop:migrate:staging')).toContain('nothing is pending');
  expect(await nx('run', 'carts:migrate:staging')).toContain('applied 1 migration');
  const status = await nx('run-many', '-t', 'status', '-c', 'staging', '--parallel=1');
  expect(status.match(/\d+ applied/g)?.sort()).toEqual(
    ['1 applied', '1 applied', '2 applied', '2 applied', ...(hasMysql ? ['1 applied'] : [])].sort(),
  );
});
