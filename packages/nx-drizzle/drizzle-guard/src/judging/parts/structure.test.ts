import { expect, test } from 'vitest';
import { folderHistoryOf, historyOf, JOURNAL } from '../../../test/histories';
import { folderOf, structurePart } from './structure';

test('what a history alone says, with the database’s name', async () => {
  const history = await historyOf(['0000_a'], { 'drizzle/0000_a.sql': null });
  expect(structurePart(history, 'shop', {})).toMatchObject({
    about: 'structure',
    findings: [{ code: 'missing-sql', severity: 'error', database: 'shop' }],
  });
});

test('nothing of a sound one', async () => {
  expect(structurePart(await historyOf(['0000_a']), 'shop', {})).toEqual({
    about: 'structure',
    findings: [],
  });
});

test('at the severity in force', async () => {
  const history = await historyOf(['0000_a'], { 'drizzle/0000_a.sql': null });
  expect(structurePart(history, 'shop', { 'missing-sql': 'off' }).findings).toEqual([]);
  expect(structurePart(history, 'shop', { 'missing-sql': 'warning' }).findings).toMatchObject([
    { severity: 'warning' },
  ]);
});

test('the present decides what lies in the future', async () => {
  const at = async (when: number) => {
    const { findings } = structurePart(await historyOf([{ tag: '0000_a', when }]), 'shop', {});
    return findings.map(({ code }) => code);
  };
  expect(await at(Date.now() - 1e9)).toEqual([]);
  expect(await at(Date.now() + 1e10)).toEqual(['future-timestamp']);
});

test('the folder, as far as its listing tells', async () => {
  expect(folderOf(await historyOf(['0000_a', '0001_b']), 'sqlite')).toEqual({
    dialect: 'sqlite',
    layout: 'journal',
    out: 'drizzle',
    migrationCount: 2,
  });
  expect(folderOf(await folderHistoryOf(['20260101000000_a']), null)).toMatchObject({
    dialect: null,
    layout: 'folders',
    migrationCount: 1,
  });
});

test('a journal that cannot be read lists nothing', async () => {
  const history = await historyOf(['0000_a'], { [JOURNAL]: '<<<<<<< ours' });
  expect(folderOf(history, 'postgresql').migrationCount).toBe(0);
  expect(structurePart(history, 'shop', {}).findings.map(({ code }) => code)).toContain('broken-journal');
});
