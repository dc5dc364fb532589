import { describe, expect, test } from 'vitest';
import type { MigrationSpec } from 'testkit';
import { codesOf, historyOf, JOURNAL, type Changes } from '../../test/histories';
import { waiver } from '../../test/judgements';
import { configurationOf } from '../../test/session';
import { generateFaults, sequenceFaults } from './preflight';

type Migrations = readonly (string | MigrationSpec)[];

const FORK: Migrations = ['0000_a', { tag: '0001_b', parent: '0000_a' }, { tag: '0002_c', parent: '0000_a' }];

describe('what stops a command that applies or compares', () => {
  const faultsOf = async (migrations: Migrations, changes: Changes = {}) =>
    codesOf(sequenceFaults(await historyOf(migrations, changes), 'shop'));

  test('a sound history does not', async () => {
    expect(await faultsOf(['0000_a', '0001_b'])).toEqual([]);
  });

  test('a journal that cannot be read does', async () => {
    expect(await faultsOf(['0000_a'], { [JOURNAL]: '<<<<<<< ours' })).toEqual(['broken-journal']);
  });

  test('what leaves the list of migrations as it is does not', async () => {
    expect(await faultsOf(FORK)).toEqual([]);
    expect(await faultsOf(['0000_a'], { 'drizzle/0009_lost.sql': 'SELECT 1;' })).toEqual([]);
  });

  test('names its database', async () => {
    const faults = sequenceFaults(await historyOf(['0000_a'], { [JOURNAL]: '' }), 'blog');
    expect(faults).toMatchObject([{ code: 'broken-journal', database: 'blog', severity: 'error' }]);
  });
});

describe('what stops generate', () => {
  const faultsOf = async (
    migrations: Migrations,
    given: Parameters<typeof configurationOf>[0] = {},
    changes: Changes = {},
  ) => codesOf(generateFaults(await historyOf(migrations, changes), 'shop', configurationOf(given)));

  test('a sound history does not', async () => {
    expect(await faultsOf(['0000_a', '0001_b'])).toEqual([]);
    expect(await faultsOf([])).toEqual([]);
  });

  test('a fork does: drizzle-kit writes nothing and exits 0', async () => {
    expect(await faultsOf(FORK)).toEqual(['forked-history']);
  });

  test('not one that the configuration plays down, or that a waiver is about', async () => {
    expect(await faultsOf(FORK, { checks: { 'forked-history': 'warning' } })).toEqual([]);
    expect(await faultsOf(FORK, { checks: { 'forked-history': 'off' } })).toEqual([]);
    expect(await faultsOf(FORK, { waivers: [waiver('forked-history') as never] })).toEqual([]);
    const ofAnother = waiver('forked-history', { database: 'blog' }) as never;
    expect(await faultsOf(FORK, { waivers: [ofAnother] })).toEqual(['forked-history']);
  });

  test('the newest migration without a snapshot does', async () => {
    expect(await faultsOf(['0000_a', { tag: '0001_b', snapshot: null }])).toEqual(['missing-snapshot']);
  });

  test('an older one without a snapshot does not: the next continues the newest', async () => {
    const older: Migrations = ['0000_a', { tag: '0001_b', snapshot: null }, '0002_c'];
    expect(await faultsOf(older)).toEqual([]);
  });

  test('of several without a snapshot only the newest is told', async () => {
    const both: Migrations = [
      { tag: '0000_a', snapshot: null },
      { tag: '0001_b', snapshot: null },
    ];
    const faults = generateFaults(await historyOf(both), 'shop', configurationOf());
    expect(faults).toMatchObject([{ code: 'missing-snapshot', migration: '0001_b' }]);
  });

  test('not where that is waived', async () => {
    const headless: Migrations = ['0000_a', { tag: '0001_b', snapshot: null }];
    const about = waiver('missing-snapshot', { migration: '0001_b' }) as never;
    expect(await faultsOf(headless, { waivers: [about] })).toEqual([]);
    const another = waiver('missing-snapshot', { migration: '0000_a' }) as never;
    expect(await faultsOf(headless, { waivers: [another] })).toEqual(['missing-snapshot']);
  });
});
