import { expect, test } from 'vitest';
import { withWorkspace } from 'testkit';
import { folderFiles, historyFiles, JOURNAL } from '../../test/histories';
import { INDEX, memorySession, type Given } from '../../test/session';
import { bareFolder } from './bare-folder';
import { judgeDatabase } from './judge';
import { judgeFolder } from './judge-folder';
import { errorIn, findingsIn } from './judgement';

const bare = bareFolder('/memory', '/memory', 'drizzle');
const judged = (files: Record<string, string>, given?: Given) =>
  judgeFolder(memorySession({ index: files }, given), INDEX, bare);

test('its structure; there is no schema that it could be compared with', async () => {
  const judgement = await judged(historyFiles(['0000_a', '0001_b'], { 'drizzle/0001_b.sql': null }));
  expect(judgement).toMatchObject({
    database: bare,
    folder: { dialect: 'postgresql', layout: 'journal', out: 'drizzle', migrationCount: 2 },
    parts: [
      { about: 'structure', findings: [{ code: 'missing-sql', database: 'drizzle' }] },
      { about: 'schema', findings: [], missing: 'schema' },
    ],
    restsOn: null,
  });
});

test('the folders layout too', async () => {
  const judgement = await judged(folderFiles(['20260101000000_a']));
  expect(judgement.folder).toMatchObject({ layout: 'folders', dialect: 'postgresql' });
  expect(findingsIn(judgement)).toEqual([]);
});

test('at the severity in force', async () => {
  const files = historyFiles(['0000_a'], { 'drizzle/0000_a.sql': null });
  const given = { configuration: { checks: { 'missing-sql': 'off' } } } as const;
  expect(findingsIn(await judged(files, given))).toEqual([]);
});

test('one without migrations is an error of the structure, and its folder is not known', async () => {
  const judgement = await judged({ 'drizzle/README.md': '' });
  expect(judgement).toMatchObject({
    folder: null,
    parts: [
      { about: 'structure', findings: [], error: { code: 'no-migrations' } },
      { about: 'schema', missing: 'schema' },
    ],
  });
});

test('one whose journal cannot be read has a finding that says so', async () => {
  const judgement = await judged({ [JOURNAL]: '<<<<<<< ours' });
  expect(errorIn(judgement)).toBeUndefined();
  expect(findingsIn(judgement).map(({ code }) => code)).toEqual(['broken-journal']);
});

test('one that cannot be listed is an error, not a defect', () =>
  withWorkspace({ drizzle: 'a file' }, async ({ dir }) => {
    const outside = bareFolder('/memory', '/memory', `${dir}/drizzle`);
    const judgement = await judgeDatabase(memorySession({}), INDEX, outside);
    expect(errorIn(judgement)).toMatchObject({ code: 'unreadable-folder' });
  }));

test('a defect is thrown', async () => {
  await expect(judgeFolder(memorySession({}), INDEX, bare)).rejects.toThrow('there is no state index');
});

test('what was judged before is not asked: it is no part of the cache', async () => {
  const session = memorySession({ index: historyFiles(['0000_a']) });
  await judgeDatabase(session, INDEX, bare);
  expect(session.answers.inputs()).toEqual([]);
});
