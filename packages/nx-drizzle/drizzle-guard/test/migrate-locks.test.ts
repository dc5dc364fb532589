import path from 'node:path';
import { emptyPglite, journalHistory, pgliteConfig, withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';

const TABLES = [
  'CREATE TABLE customers (id int PRIMARY KEY)',
  'CREATE TABLE orders (id int PRIMARY KEY, total int, customer int)',
  `INSERT INTO orders VALUES (1, 2, 3)`,
];

/** Runs in a workspace with an empty database and these migrations, each a list of statements. */
function withMigrations(
  migrations: Readonly<Record<string, readonly string[]>>,
  use: (workspace: Workspace) => Promise<void> | void,
): Promise<void> {
  const specs = Object.entries(migrations).map(([tag, statements]) => ({
    tag,
    sql: statements.map((sql) => `${sql};`).join('\n--> statement-breakpoint\n'),
  }));
  const files = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': pgliteConfig(),
    ...journalHistory(specs),
  };
  return withWorkspace(files, (workspace) => {
    emptyPglite(path.join(workspace.dir, '.pglite'));
    return use(workspace);
  });
}

test('a dry run says of each statement what it locks and writes anew', () =>
  withMigrations(
    {
      '0000_tables': TABLES,
      '0001_all': [
        'ALTER TABLE orders ADD COLUMN note text',
        'ALTER TABLE orders ALTER COLUMN total TYPE bigint',
        'CREATE INDEX by_note ON orders (note)',
        'CREATE INDEX CONCURRENTLY by_total ON orders (total)',
        'INSERT INTO customers VALUES (3)',
        'ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer) REFERENCES customers (id)',
      ],
      '0002_more': ['CREATE TABLE notes (id int PRIMARY KEY)', 'SELECT count(*) FROM orders'],
    },
    ({ bin }) => {
      expect(bin(['migrate', '--to', '0000']).exitCode).toBe(0);
      const plan = bin(['migrate', '--dry-run']);
      expect(plan).toMatchObject({ exitCode: 0, stderr: '' });
      expect(plan.stdout).toMatchInlineSnapshot(`
        "shop  development  pglite .pglite
        shop  dry run: 2 migrations would be applied
          0001_all (6 statements)
            ALTER TABLE orders ADD COLUMN note text;
              -- locks orders ACCESS EXCLUSIVE
            ALTER TABLE orders ALTER COLUMN total TYPE bigint;
              -- locks orders ACCESS EXCLUSIVE, rewrites the table
            CREATE INDEX by_note ON orders (note);
              -- locks orders SHARE
            CREATE INDEX CONCURRENTLY by_total ON orders (total);
              -- forbids a transaction, its locks cannot be measured
            INSERT INTO customers VALUES (3);
              -- locks customers ROW EXCLUSIVE
            ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer) REFERENCES customers (id);
              -- locks customers and orders SHARE ROW EXCLUSIVE
          0002_more (2 statements)
            CREATE TABLE notes (id int PRIMARY KEY);
            SELECT count(*) FROM orders;
        "
      `);
      const [database] = bin(['migrate', '--dry-run', '--json']).json().databases;
      expect(database).toMatchObject({ notChecked: ['base'], applied: [] });
      expect(database).not.toHaveProperty('notMeasured');
      expect(database.pending[0].locks.slice(1, 4)).toEqual([
        {
          statement: 1,
          tables: [{ table: 'public.orders', mode: 'ACCESS EXCLUSIVE' }],
          rewrites: ['public.orders'],
          transaction: true,
        },
        {
          statement: 2,
          tables: [{ table: 'public.orders', mode: 'SHARE' }],
          rewrites: [],
          transaction: true,
        },
        { statement: 3, tables: null, rewrites: [], transaction: false },
      ]);
    },
  ));

test('what a shadow cannot run is said, and from there on no lock is told', () =>
  withMigrations(
    {
      '0000_tables': TABLES,
      '0001_wrong': ['SELECT 1', 'ALTER TABLE gone ADD note text'],
      '0002_last': ['ALTER TABLE orders ADD more text'],
    },
    ({ bin }) => {
      const run = bin(['migrate', '--dry-run', '--json']);
      expect(run.exitCode).toBe(0);
      const [{ notChecked, notMeasured, pending }] = run.json().databases;
      expect(notChecked).toEqual(['base', 'locks']);
      expect(notMeasured).toBe(
        '0001_wrong cannot be run on a shadow: relation "gone" does not exist (drizzle/0001_wrong.sql:3)',
      );
      expect(pending.map(({ locks }: { locks: unknown }) => locks)).toEqual([expect.any(Array), null, null]);
    },
  ));
