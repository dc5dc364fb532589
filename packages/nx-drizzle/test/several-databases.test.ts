import { rmSync } from 'node:fs';
import path from 'node:path';
import { journalHistory } from 'testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { installRealBin } from './support/stand-in-bin';
import { createWorkspace, type Files, type Workspace } from './support/workspace';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** One database of a package: its config, and a history of one migration in a folder of its own. */
function database(
  root: string,
  config: string,
  name: string,
  sql = `CREATE TABLE "${name}" ("id" integer);`,
): Files {
  return {
    [`${root}/${config}`]: `export default {
  dialect: 'postgresql', driver: 'pglite', schema: './schema.ts', out: './${name}', dbCredentials: { url: './.pglite-${name}' },
};
`,
    ...journalHistory([{ tag: '0000_first', sql }], `${root}/${name}`),
  };
}

let workspace: Workspace;

/** Five databases in three packages. */
beforeAll(() => {
  workspace = createWorkspace({
    'packages/accounts/package.json': { name: '@acme/accounts', scripts: { migrate: 'node -p 40+2' } },
    ...database('packages/accounts', 'drizzle.config.ts', 'accounts'),
    'packages/orders/package.json': { name: '@acme/orders' },
    ...database('packages/orders', 'drizzle.config.ts', 'orders'),
    ...database('packages/orders', 'drizzle.archive.config.ts', 'archive'),
    'packages/stock/package.json': { name: '@acme/stock' },
    ...database('packages/stock', 'drizzle-eu.config.ts', 'eu', 'SELECT nothing_of_that_name;'),
    ...database('packages/stock', 'drizzle-us.config.ts', 'us'),
  });
  installRealBin(workspace.root);
});
afterAll(() => workspace.remove());

const nx = async (...argv: string[]) => {
  const { exitCode, output } = await workspace.nx(['run', ...argv, '--output-style=static']);
  return { exitCode, output };
};

test('each database has its targets, and a script keeps its name', async () => {
  const migrating = async (project: string) =>
    Object.entries((await workspace.show(project)).targets)
      .filter(([name]) => name.includes('migrate'))
      .map(
        ([name, target]) =>
          `${name} ${String((target['options'] as { database?: string })?.database ?? 'script')}`,
      );
  expect({
    accounts: await migrating('@acme/accounts'),
    orders: await migrating('@acme/orders'),
    stock: await migrating('@acme/stock'),
  }).toMatchInlineSnapshot(`
    {
      "accounts": [
        "drizzle-migrate packages/accounts",
        "migrate script",
      ],
      "orders": [
        "migrate packages/orders",
        "migrate-archive packages/orders/drizzle.archive.config.ts",
        "migrate-default packages/orders/drizzle.config.ts",
      ],
      "stock": [
        "migrate packages/stock",
        "migrate-eu packages/stock/drizzle-eu.config.ts",
        "migrate-us packages/stock/drizzle-us.config.ts",
      ],
    }
  `);
});

test('one database of a package is migrated alone, then all of them in series', async () => {
  const one = await nx('@acme/orders:migrate-archive');
  expect(one.output).toContain('orders-archive  applied 1 migration');
  expect(one.output).not.toContain('.pglite-orders');
  const all = await nx('@acme/orders:migrate');
  expect(all.exitCode, all.output).toBe(0);
  expect(all.output).toContain('orders  applied 1 migration');
  expect(all.output).toContain('orders-archive  nothing is pending');
  const status = await nx('@acme/orders:status-default', '--json');
  expect(status.output).toContain('"name": "orders"');
  expect(status.output).not.toContain('"name": "orders-archive"');
});

test('in series a failure stops the rest, and says what was not run', async () => {
  const { exitCode, output } = await nx('@acme/stock:migrate');
  expect(exitCode).not.toBe(0);
  expect(output).toContain('error[failed-statement]');
  expect(output).toContain('error[not-run] stock-us was not run, because stock-eu failed before it');
  expect(output).toContain('`npx drizzle-guard migrate --database stock-us`');
  const other = await nx('@acme/stock:migrate-us');
  expect(other.output).toContain('stock-us  applied 1 migration');
  rmSync(path.join(workspace.root, 'packages/stock/.pglite-us'), { recursive: true });
});

test('the target beside a script runs drizzle-guard', async () => {
  const { output } = await nx('@acme/accounts:drizzle-migrate');
  expect(output).toContain('accounts  applied 1 migration');
});
