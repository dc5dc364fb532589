import { expect, test } from 'vitest';
import { historyFiles, JOURNAL } from '../../../test/histories';
import { databaseCalled, FOLDER } from '../../../test/judgements';
import { INDEX, memorySession, type Given } from '../../../test/session';
import { bareFolder } from '../bare-folder';
import { replayPart } from './replay';

const SOUND = historyFiles(['0000_a', '0001_b']);

/** A session has no place in which a shadow or a process could be started: whoever tried would be told. */
function partOf(
  files: Record<string, string>,
  dialect: string | null = 'postgresql',
  given: Given & { database?: ReturnType<typeof databaseCalled> } = {},
) {
  const { database = databaseCalled('shop'), ...rest } = given;
  const session = memorySession({ index: files }, rest);
  return replayPart(session, INDEX, database, { ...FOLDER, dialect });
}

const impossible = (why: string) => ({
  about: 'replay',
  findings: [],
  missing: 'replay',
  error: {
    code: 'replay-impossible',
    message: `the replay that was asked for is not possible: ${why}; nothing was proved`,
    help: expect.any(String),
  },
});

test('a list of migrations that is not known is not run', async () => {
  expect(await partOf({ ...SOUND, [JOURNAL]: '<<<<<<< ours' })).toEqual(
    impossible('broken-journal: it is not known what would be run'),
  );
});

test('each reason is told once, and the configuration cannot play it down', async () => {
  const three = historyFiles(['0000_a', '0001_b', '0002_c']);
  const twice = { ...three, [JOURNAL]: three[JOURNAL]!.replaceAll(/0001_b|0002_c/g, '0000_a') };
  const off = { configuration: { checks: { 'broken-journal': 'off' } } } as const;
  expect(await partOf(twice, 'postgresql', off)).toEqual(
    impossible('broken-journal: it is not known what would be run'),
  );
});

test('both reasons are told where there are two', async () => {
  const mixed = {
    ...SOUND,
    [JOURNAL]: '<<<<<<< ours',
    'drizzle/20260101000000_a/migration.sql': 'SELECT 1;',
    'drizzle/20260101000000_a/snapshot.json': '{}',
  };
  expect(await partOf(mixed)).toEqual(
    impossible('mixed-layout and broken-journal: it is not known what would be run'),
  );
});

test('of no migrations there is nothing to prove', async () => {
  expect(await partOf(historyFiles([]))).toEqual({ about: 'replay', findings: [] });
  expect(await partOf({}, 'mysql')).toEqual({ about: 'replay', findings: [] });
});

test.each([
  ['mysql', 'a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none'],
  ['singlestore', 'there is no shadow for singlestore yet'],
  [null, 'there is no shadow for an unknown dialect yet'],
])('of %s there is no shadow', async (dialect, why) => {
  expect(await partOf(SOUND, dialect)).toEqual(impossible(why));
});

test('what is at fault in the list is told before what has no shadow', async () => {
  const broken = { ...SOUND, [JOURNAL]: '<<<<<<< ours' };
  expect((await partOf(broken, 'mysql')).error!.message).toContain('broken-journal');
});

test('a bare folder outside the repository is read from the disk', async () => {
  const database = bareFolder('/memory', '/memory', '/nowhere/drizzle');
  const session = memorySession({ index: SOUND });
  const part = await replayPart(session, INDEX, database, { ...FOLDER, out: '' });
  expect(part).toEqual({ about: 'replay', findings: [] });
  expect(session.asked).toEqual([]);
});
