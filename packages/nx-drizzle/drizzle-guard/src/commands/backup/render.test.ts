import { expect, test } from 'vitest';
import { styleFor } from '../../report/style';
import { renderRestore } from '../restore/render';
import { renderBackup } from './render';
import type { TakenBackup } from './run';

const TAKEN: TakenBackup = {
  ...{
    database: 'shop',
    environment: 'production',
    dialect: 'postgresql',
    layout: 'journal',
    kind: 'postgres',
  },
  ...{ target: 'postgres db:5432/shop', ledgerRows: 3, serverVersion: '15.20', reference: null },
  migration: { name: '0002_a', hash: 'ab'.repeat(32), createdAt: 1 },
  tool: { name: 'pg_dump', version: '15.20' },
  ...{ file: 'b/shop.dump', bytes: 65_200_000, sha256: 'cd'.repeat(32), takenAt: '2026-01-31T12:00:00.000Z' },
  ...{
    manifestFile: 'b/shop.dump.json',
    restore: 'drizzle-guard restore b/shop.dump --environment production',
    removed: [],
  },
};
const common = {
  name: 'shop',
  dir: '.',
  dialect: 'postgresql',
  layout: 'journal',
  findings: [],
  notChecked: [],
};
const live = { ...common, environment: 'production', target: 'postgres db:5432/shop' };

const rendered = (more: Partial<TakenBackup>) =>
  renderBackup(
    { command: 'backup', databases: [{ ...live, backup: { ...TAKEN, ...more } }] },
    styleFor(false, {}),
  );

test('what was made, what is in it, what went, and the way back', () => {
  expect(rendered({ removed: ['a.dump'] })).toMatchInlineSnapshot(`
    "shop  backup b/shop.dump
      65.2 MB by pg_dump 15.20, read back; sha256 cdcdcdcdcdcd…
      3 migrations applied in it, the newest is 0002_a
      1 older backup removed: a.dump
      \`npx drizzle-guard restore b/shop.dump --environment production\` brings it back
    "
  `);
  expect(rendered({ migration: null, ledgerRows: 0, bytes: 13_000 })).toMatchInlineSnapshot(`
    "shop  backup b/shop.dump
      13 kB by pg_dump 15.20, read back; sha256 cdcdcdcdcdcd…
      no migration is applied in it
      \`npx drizzle-guard restore b/shop.dump --environment production\` brings it back
    "
  `);
});

test('of a command of the user: where it is recorded, and what it said', () => {
  const by = {
    tool: { name: 'make-snapshot', version: '' },
    file: null,
    bytes: null,
    sha256: null,
    restore: null,
  };
  const migration = { name: null, hash: 'ab'.repeat(32), createdAt: 1 };
  expect(rendered({ ...by, reference: 'snap-7', manifestFile: 'b/shop.json', migration }))
    .toMatchInlineSnapshot(`
    "shop  backup by make-snapshot
      recorded in b/shop.json, which says: snap-7
      3 migrations applied in it, the newest is abababababab
    "
  `);
});

test('a restore ends with what is applied now', () => {
  const migrations = [
    { migration: '0001_users', state: 'applied' as const, landed: null, appliedAt: null },
    { migration: '0002_a', state: 'pending' as const, landed: null, appliedAt: null },
  ];
  const result = { command: 'restore', databases: [{ ...live, restored: TAKEN, migrations }] };
  expect(renderRestore(result, styleFor(false, {}))).toMatchInlineSnapshot(`
    "shop  restored from the backup of 2026-01-31T12:00:00.000Z
      3 migrations applied in it, the newest is 0002_a
      0001_users  applied
      0002_a      pending
    "
  `);
  const error = {
    code: 'damaged-backup' as const,
    message: 'a.dump is no sound backup',
    help: 'name another',
  };
  const refused = { command: 'restore', databases: [{ ...live, restored: null, migrations: [], error }] };
  expect(renderRestore(refused, styleFor(false, {}))).toMatchInlineSnapshot(`
    "shop
      error[damaged-backup] a.dump is no sound backup
        help: name another
    0 errors, 0 warnings, 1 database could not be dealt with
    "
  `);
});
