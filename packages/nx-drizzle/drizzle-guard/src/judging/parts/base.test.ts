import { expect, test } from 'vitest';
import { folderFiles, historyFiles, JOURNAL } from '../../../test/histories';
import { databaseCalled, FOLDER } from '../../../test/judgements';
import { INDEX, memorySession, type Given } from '../../../test/session';
import { basePart } from './base';

const SOUND = historyFiles(['0000_a', '0001_b']);
const BROKEN = { ...SOUND, [JOURNAL]: '<<<<<<< ours' };
const LANDING = { base: { name: 'origin/main', commit: 'landed' }, ancestor: null };

function partOf(index: Record<string, string>, landed: Record<string, string>, given?: Given) {
  const session = memorySession({ index, landed }, given);
  return basePart(session, INDEX, databaseCalled('shop'), FOLDER, LANDING);
}

test('what the migrations mean to the base, with the database’s name', async () => {
  const late = historyFiles(['0000_a', '0001_b', { tag: '0002_c', when: 1 }]);
  expect(await partOf(late, SOUND)).toMatchObject({
    about: 'base',
    findings: [{ code: 'late-migration', severity: 'error', database: 'shop', migration: '0002_c' }],
  });
});

test('nothing where all of it has landed; it was compared all the same', async () => {
  expect(await partOf(SOUND, SOUND)).toEqual({ about: 'base', findings: [] });
  expect(await partOf(SOUND, {})).toEqual({ about: 'base', findings: [] });
});

test('at the severity in force', async () => {
  const late = historyFiles(['0000_a', '0001_b', { tag: '0002_c', when: 1 }]);
  const severity = async (given: 'warning' | 'off') => {
    const { findings } = await partOf(late, SOUND, {
      configuration: { checks: { 'late-migration': given } },
    });
    return findings.map((finding) => finding.severity);
  };
  expect(await severity('warning')).toEqual(['warning']);
  expect(await severity('off')).toEqual([]);
});

test('a journal here that cannot be read: not compared, and no error, because a finding says so', async () => {
  expect(await partOf(BROKEN, SOUND)).toEqual({ about: 'base', findings: [], missing: 'base' });
  expect(await partOf(BROKEN, BROKEN)).toEqual({ about: 'base', findings: [], missing: 'base' });
});

test('one on the base: not compared, and the error names what cannot be read, and where', async () => {
  expect(await partOf(SOUND, BROKEN)).toEqual({
    about: 'base',
    findings: [],
    missing: 'base',
    error: {
      code: 'unreadable-base',
      message: 'drizzle/meta/_journal.json cannot be read on origin/main, so it is not known what has landed',
      help: 'mend it on origin/main first; `drizzle-guard check` without --base judges this side alone',
    },
  });
});

test('the folders layout has no journal that could hide anything', async () => {
  const part = await partOf(
    folderFiles(['20260101000000_a', '20260102000000_mine']),
    folderFiles(['20260101000000_a', '20260103000000_theirs']),
  );
  expect(part.findings.map(({ code }) => code)).toEqual(['unmerged-fork', 'late-migration']);
});

test('a defect is thrown', async () => {
  const session = memorySession({ index: SOUND });
  await expect(basePart(session, INDEX, databaseCalled('shop'), FOLDER, LANDING)).rejects.toThrow(
    'there is no state landed',
  );
});
