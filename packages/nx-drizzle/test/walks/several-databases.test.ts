import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { drizzleConfig, emptyPglite, isLong, kitOneModules, pgliteConfig, runBin } from 'testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { installRealBin } from '../support/stand-in-bin';
import { createWorkspace, type Files, type Workspace } from '../support/workspace';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** A schema file with one table. */
function schema(dialect: 'pg' | 'sqlite', table: string, ...columns: string[]): string {
  const type = dialect === 'pg' ? 'pgTable' : 'sqliteTable';
  const lines = columns.map((column) => `  ${column}: text('${column}'),\n`).join('');
  return (
    `import { ${type}, integer, text } from 'drizzle-orm/${dialect}-core';\n\n` +
    `export const ${table} = ${type}('${table}', {\n  id: integer('id').primaryKey(),\n${lines}});\n`
  );
}

/** A database of a package: its config and its schema; on Postgres a PGlite folder, and no migrations yet. */
function database(root: string, config: string, table: string, dialect: 'pg' | 'sqlite' = 'pg'): Files {
  const stated = { schema: `./src/${table}.ts`, out: `./${table}` };
  return {
    [`${root}/${config}`]:
      dialect === 'pg' ? pgliteConfig(stated, `./.pglite-${table}`) : drizzleConfig({ ...stated, dialect }),
    [`${root}/src/${table}.ts`]: schema(dialect, table),
  };
}

let workspace: Workspace;

/** Five databases in three packages; reports has drizzle-kit and drizzle-orm 1.0, the others 0.x. */
beforeAll(() => {
  workspace = createWorkspace({
    'packages/billing/package.json': { name: '@acme/billing', scripts: { check: 'node -p 40+2' } },
    ...database('packages/billing', 'drizzle.config.ts', 'invoices'),
    ...database('packages/billing', 'drizzle.audit.config.ts', 'audits'),
    'packages/orders/package.json': { name: '@acme/orders' },
    ...database('packages/orders', 'drizzle.pg.config.ts', 'orders'),
    ...database('packages/orders', 'drizzle.sqlite.config.ts', 'carts', 'sqlite'),
    'packages/reports/package.json': { name: '@acme/reports' },
    ...database('packages/reports', 'drizzle.config.ts', 'reports'),
  });
  installRealBin(workspace.root);
  for (const directory of ['billing/.pglite-audits', 'billing/.pglite-invoices', 'reports/.pglite-reports'])
    emptyPglite(path.join(workspace.root, 'packages', directory));
  symlinkSync(kitOneModules(), path.join(workspace.root, 'packages/reports/node_modules'), 'junction');
});
afterAll(() => workspace.remove());

async function nx(...argv: string[]): Promise<string> {
  const { exitCode, output } = await workspace.nx([...argv, '--output-style=static']);
  expect(exitCode, output).toBe(0);
  return output;
}

async function failing(...argv: string[]): Promise<string> {
  const { exitCode, output } = await workspace.nx([...argv, '--output-style=static']);
  expect(exitCode, output).not.toBe(0);
  return output;
}

/** What drizzle-guard's own JSON says of every database, without Nx. */
function asked(command: string): { exitCode: number | null; databases: Record<string, unknown>[] } {
  const run = runBin([command, '--json'], { cwd: workspace.root });
  return { exitCode: run.exitCode, databases: run.json().databases };
}

test('each database has its name and its targets, and a script keeps its own', async () => {
  const targetsOf = async (project: string) =>
    Object.entries((await workspace.show(project)).targets)
      .filter(([name]) => /check|migrate/.test(name))
      .map(([name, { options }]) => {
        const { command, database: about } = options as { command?: string; database?: string };
        return `${name}: ${about === undefined ? 'the script' : `${command} of ${about}`}`;
      });
  expect({
    billing: await targetsOf('@acme/billing'),
    orders: await targetsOf('@acme/orders'),
    reports: await targetsOf('@acme/reports'),
  }).toMatchInlineSnapshot(`
    {
      "billing": [
        "drizzle-check: drizzle-guard check of packages/billing",
        "check-audit: drizzle-guard check of packages/billing/drizzle.audit.config.ts",
        "check-default: drizzle-guard check of packages/billing/drizzle.config.ts",
        "check-base: drizzle-guard check --base auto of packages/billing",
        "check-base-audit: drizzle-guard check --base auto of packages/billing/drizzle.audit.config.ts",
        "check-base-default: drizzle-guard check --base auto of packages/billing/drizzle.config.ts",
        "migrate: drizzle-guard migrate --fail-fast of packages/billing",
        "migrate-audit: drizzle-guard migrate of packages/billing/drizzle.audit.config.ts",
        "migrate-default: drizzle-guard migrate of packages/billing/drizzle.config.ts",
        "check: the script",
      ],
      "orders": [
        "check: drizzle-guard check of packages/orders",
        "check-pg: drizzle-guard check of packages/orders/drizzle.pg.config.ts",
        "check-sqlite: drizzle-guard check of packages/orders/drizzle.sqlite.config.ts",
        "check-base: drizzle-guard check --base auto of packages/orders",
        "check-base-pg: drizzle-guard check --base auto of packages/orders/drizzle.pg.config.ts",
        "check-base-sqlite: drizzle-guard check --base auto of packages/orders/drizzle.sqlite.config.ts",
        "migrate: drizzle-guard migrate --fail-fast of packages/orders",
        "migrate-pg: drizzle-guard migrate of packages/orders/drizzle.pg.config.ts",
        "migrate-sqlite: drizzle-guard migrate of packages/orders/drizzle.sqlite.config.ts",
      ],
      "reports": [
        "check: drizzle-guard check of packages/reports",
        "check-base: drizzle-guard check --base auto of packages/reports",
        "migrate: drizzle-guard migrate of packages/reports",
      ],
    }
  `);
  expect(asked('history').databases.map(({ name }) => name)).toEqual([
    'billing',
    'billing-audit',
    'orders-pg',
    'orders-sqlite',
    'reports',
  ]);
});

test('generate writes what each version of drizzle-kit writes, for one database or for all', async () => {
  const one = await nx('run', '@acme/orders:generate-pg', '--name=start');
  expect(one).toContain('generated 0000_start  packages/orders/orders/0000_start.sql');
  expect(one).not.toContain('carts');
  const all = await nx('run-many', '-t', 'generate', '--name=start');
  expect(all).toContain('orders-pg  the schema has no changes; nothing to generate');
  expect(all).toContain('generated 0000_start  packages/orders/carts/0000_start.sql');
  expect(all).toContain('generated 0000_start  packages/billing/audits/0000_start.sql');
  expect(all).toMatch(/generated \d{14}_start {2}packages\/reports\/reports\/\d{14}_start\/migration\.sql/);
});

test('check is clean in all of them; where a script is called check, drizzle-check is the check', async () => {
  const output = await nx('run-many', '-t', 'check', 'drizzle-check');
  for (const name of ['billing', 'billing-audit', 'orders-pg', 'orders-sqlite', 'reports'])
    expect(output).toContain(`${name}  1 migration, nothing found`);
  expect(output).toContain('> node -p 40+2');
  expect(asked('check')).toMatchObject({
    exitCode: 0,
    databases: [
      { dialect: 'postgresql', layout: 'journal' },
      { dialect: 'postgresql', layout: 'journal' },
      { dialect: 'postgresql', layout: 'journal' },
      { dialect: 'sqlite', layout: 'journal' },
      { dialect: 'postgresql', layout: 'folders' },
    ],
  });
});

test('one database of a package is migrated alone, then all of them in series', async () => {
  const one = await nx('run', '@acme/billing:migrate-audit');
  expect(one).toContain('billing-audit  applied 1 migration');
  expect(one).not.toContain('.pglite-invoices');
  const all = await nx('run', '@acme/billing:migrate');
  expect(all).toContain('billing  applied 1 migration');
  expect(all).toContain('billing-audit  nothing is pending');
  expect(await nx('run', '@acme/reports:migrate')).toContain('reports  applied 1 migration');
  const status = await nx('run', '@acme/billing:status-default', '--json');
  expect(status).toContain('"name": "billing"');
  expect(status).not.toContain('"name": "billing-audit"');
});

test.runIf(isLong)(
  'a change of one schema is found in its database alone, in either version, and made a migration',
  async () => {
    workspace.write({
      'packages/billing/src/audits.ts': schema('pg', 'audits', 'author'),
      'packages/reports/src/reports.ts': schema('pg', 'reports', 'title'),
    });
    const output = await failing('run-many', '-t', 'check', 'drizzle-check');
    expect(output.match(/error\[stale-schema\].*$/gm)?.sort()).toMatchInlineSnapshot(`
    [
      "error[stale-schema] the schema of billing-audit has changes that no migration has:",
      "error[stale-schema] the schema of reports has changes that no migration has:",
    ]
  `);
    expect(output).toContain('billing  1 migration, nothing found');
    await nx('run', '@acme/billing:generate-audit', '--name=author');
    await nx('run', '@acme/reports:generate', '--name=title');
    expect(await nx('run-many', '-t', 'check', 'drizzle-check')).toContain(
      'reports  2 migrations, nothing found',
    );
  },
);

test.runIf(isLong)('in series a failure stops the rest, and says what was not run', async () => {
  const output = await nx('run', '@acme/billing:generate-default', '--custom', '--name=broken');
  expect(output).toContain('generated 0001_broken');
  workspace.write({ 'packages/billing/invoices/0001_broken.sql': 'SELECT nothing_of_that_name;' });
  const migrated = await failing('run', '@acme/billing:migrate');
  expect(migrated).toContain('error[failed-statement]');
  expect(migrated).toContain('error[not-run] billing-audit was not run, because billing failed before it');
  expect(migrated).toContain('`npx drizzle-guard migrate --database billing-audit`');
  expect(await nx('run', '@acme/billing:migrate-audit')).toContain('billing-audit  applied 1 migration');
});
