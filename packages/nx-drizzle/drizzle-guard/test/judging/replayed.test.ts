import { repositoryRoot } from 'testkit';
import { expect, test } from 'vitest';
import { replayPart } from '../../src/judging/parts/replay';
import type { Part } from '../../src/results/judged';
import { MIGRATIONS } from '../fixtures';
import { databaseCalled, FOLDER } from '../judgements';
import { INDEX, memorySession, type Given } from '../session';

/** The files are in memory, the shadow is real. */
function partOf(changes: Record<string, string>, configuration: Given['configuration'] = {}): Promise<Part> {
  const files = { ...MIGRATIONS, ...changes };
  const session = memorySession({ index: files }, { root: repositoryRoot, configuration });
  return replayPart(session, INDEX, databaseCalled('shop'), FOLDER);
}

const WIDER = MIGRATIONS['drizzle/0001_entries.sql']!.replace('"note" text', '"note" varchar(9)');
const LAST = 'drizzle/0002_first_entry.sql';

test('SQL that gives something else is found, with the database’s name and at the severity in force', async () => {
  const warned = { checks: { 'snapshot-mismatch': 'warning' } } as const;
  const part = await partOf({ 'drizzle/0001_entries.sql': WIDER }, warned);
  expect(part).toMatchObject({
    about: 'replay',
    findings: [
      { code: 'snapshot-mismatch', severity: 'warning', database: 'shop', migration: '0001_entries' },
    ],
  });
  expect(part).not.toHaveProperty('missing');
});

test('SQL that does not run is an error, and not a defect', async () => {
  const { error, findings } = await partOf({ [LAST]: 'SELECT nothing FROM nowhere;' });
  expect(error).toMatchObject({
    code: 'replay-failed',
    message: expect.stringContaining('0002_first_entry'),
  });
  expect(findings).toEqual([]);
});

test('without a snapshot of the newest one it is an error, which tells why', async () => {
  const { 'drizzle/meta/0002_snapshot.json': _, ...files } = MIGRATIONS;
  const session = memorySession({ index: files }, { root: repositoryRoot });
  expect(await replayPart(session, INDEX, databaseCalled('shop'), FOLDER)).toEqual({
    about: 'replay',
    findings: [],
    missing: 'replay',
    error: {
      code: 'replay-impossible',
      message: expect.stringContaining('no snapshot of drizzle says what all migrations together give'),
      help: expect.stringContaining('drizzle-guard doctor'),
    },
  });
});
