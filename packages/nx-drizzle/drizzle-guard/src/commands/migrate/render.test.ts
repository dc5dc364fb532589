import { expect, test } from 'vitest';
import type { LockMode, StatementLocks } from '../../engines/shadow/locks';
import { styleFor } from '../../report/style';
import { renderMigrate } from './render';
import type { MigrateResult } from './run';

function rendered(more: Partial<MigrateResult>, dryRun = false): string {
  const database: MigrateResult = {
    ...{ name: 'shop', dir: '.', dialect: 'postgresql', layout: 'journal', environment: 'development' },
    ...{ target: 'pglite .pglite', applied: [], pending: [], findings: [], notChecked: ['base'] },
    ...more,
  };
  return renderMigrate({ command: 'migrate', databases: [database], dryRun }, styleFor(false, {}));
}

const locks = (
  statement: number,
  tables: [string, LockMode][] | null,
  more: Partial<StatementLocks> = {},
): StatementLocks => ({
  statement,
  tables: tables && tables.map(([table, mode]) => ({ table, mode })),
  rewrites: [],
  transaction: true,
  ...more,
});

function plan(statements: Record<string, StatementLocks>, more: Partial<MigrateResult> = {}): string {
  const pending = [
    { migration: '0001_a', statements: Object.keys(statements), locks: Object.values(statements) },
  ];
  return rendered({ pending, ...more }, true);
}

test('under each statement what it keeps away from whom', () => {
  expect(
    plan({
      'ALTER TABLE orders …': locks(0, [['public.orders', 'ACCESS EXCLUSIVE']], {
        rewrites: ['public.orders'],
      }),
      'ALTER TABLE crm.notes …': locks(1, [
        ['crm.notes', 'SHARE ROW EXCLUSIVE'],
        ['public.users', 'SHARE ROW EXCLUSIVE'],
        ['public.orders', 'ROW SHARE'],
        ['public.tags', 'ACCESS SHARE'],
      ]),
      'VACUUM FULL orders': locks(2, null, { transaction: false, rewrites: ['public.orders'] }),
      'LOCK TABLE orders; COMMIT': locks(3, null),
      'SELECT 1 FROM orders': locks(4, [['public.orders', 'ACCESS SHARE']]),
      'CREATE TABLE t ()': locks(5, []),
    }),
  ).toMatchInlineSnapshot(`
    "shop  dry run: 1 migration would be applied
      0001_a (6 statements)
        ALTER TABLE orders …
          -- locks orders ACCESS EXCLUSIVE, rewrites the table
        ALTER TABLE crm.notes …
          -- locks crm.notes and users SHARE ROW EXCLUSIVE, orders ROW SHARE
        VACUUM FULL orders
          -- rewrites orders, forbids a transaction, its locks cannot be measured
        LOCK TABLE orders; COMMIT
          -- its locks cannot be measured
        SELECT 1 FROM orders
        CREATE TABLE t ()
    "
  `);
});

test('of many tables with one lock the first are named', () => {
  const tables = 'abcdefghi'.split('').map((name): [string, LockMode] => [`public.${name}`, 'EXCLUSIVE']);
  expect(plan({ x: locks(0, tables) })).toContain('-- locks a, b, c, d, e, f and 3 more EXCLUSIVE\n');
});

test('where locks were not measured the plan says why, and of SQLite what is true of each', () => {
  const pending = [{ migration: '0001_a', statements: ['SELECT 1'], locks: null }];
  const why = {
    notChecked: ['base' as const, 'locks' as const],
    notMeasured: 'there is no shadow for mysql yet',
  };
  expect(rendered({ pending, dialect: 'mysql', ...why }, true)).toMatchInlineSnapshot(`
    "shop  dry run: 1 migration would be applied
      0001_a (1 statement)
        SELECT 1
      locks not measured: there is no shadow for mysql yet
    "
  `);
  expect(rendered({ pending, dialect: 'sqlite' }, true)).toMatchInlineSnapshot(`
    "shop  dry run: 1 migration would be applied
      0001_a (1 statement)
        SELECT 1
      each of them locks the whole database while it runs, as every write does in SQLite
    "
  `);
});

test('after a run what differed before it is one line', () => {
  const applied = [{ migration: '0001_a', milliseconds: 5 }];
  expect(rendered({ applied, olderDifferences: ['column public.users.nick'] })).toMatchInlineSnapshot(`
    "shop  applied 1 migration
      1 difference between the database and its migrations was there before: column public.users.nick
    "
  `);
  const many = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `table public.t${number}`);
  expect(rendered({ applied, olderDifferences: many })).toContain(
    '8 differences between the database and its migrations were there before: table public.t1, table public.t2, table public.t3, table public.t4, table public.t5, table public.t6 and 2 more\n',
  );
});

test('what was applied is told also where it gave something else, or where that is not known', () => {
  const applied = [{ migration: '0001_a', milliseconds: 5 }];
  const finding = {
    ...{ code: 'drift' as const, severity: 'error' as const, database: 'shop' },
    ...{ message: 'since this run the database is not …:\n  table t', help: 'see …' },
  };
  expect(rendered({ applied, findings: [finding] })).toMatchInlineSnapshot(`
    "shop  applied 1 migration
      error[drift] since this run the database is not …:
        table t
        help: see …
    1 error, 0 warnings
    "
  `);
  expect(rendered({ applied, notVerified: '0000_x cannot be run on a shadow: no' })).toMatchInlineSnapshot(`
    "shop  applied 1 migration
      not verified: 0000_x cannot be run on a shadow: no
    "
  `);
});
