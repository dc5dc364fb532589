import { describe, expect, test } from 'vitest';
import { historyFiles, JOURNAL } from '../../test/histories';
import { databaseCalled } from '../../test/judgements';
import { INDEX, memorySession, type Given } from '../../test/session';
import { openAnswers } from '../answers/answers';
import { errorIn, findingsIn } from './judgement';
import { evaluate } from './evaluate';

const OFF = { checks: { 'stale-schema': 'off' } } as const;
const SOUND = historyFiles(['0000_a', '0001_b']);
const shop = databaseCalled('shop');

/** Evaluates once, and gives what was kept of it. */
async function evaluated(files: Record<string, string>, given: Given = {}, database = shop) {
  const answers = openAnswers(null);
  const session = memorySession({ index: files }, { configuration: OFF, answers, ...given });
  const judgement = await evaluate(session, INDEX, database);
  return { judgement, kept: answers.inputs(), session, answers };
}

test('the folder, the structure, and that the schema was not looked at', async () => {
  const { judgement } = await evaluated({ ...SOUND, 'drizzle/0009_lost.sql': '' });
  expect(judgement).toMatchObject({
    database: shop,
    folder: { dialect: 'postgresql', layout: 'journal', out: 'drizzle', migrationCount: 2 },
    parts: [
      { about: 'structure', findings: [{ code: 'orphan-sql', database: 'shop' }] },
      { about: 'schema', findings: [], missing: 'schema' },
    ],
    restsOn: null,
  });
});

test('the severity in force, from the configuration of that state', async () => {
  const files = { ...SOUND, 'drizzle/0009_lost.sql': '' };
  const warned = { checks: { ...OFF.checks, 'orphan-sql': 'warning' } } as const;
  const { judgement } = await evaluated(files, { configuration: warned });
  expect(findingsIn(judgement)).toMatchObject([{ code: 'orphan-sql', severity: 'warning' }]);
});

describe('what is kept', () => {
  test('the answer, with the folder and the configuration on which it rests', async () => {
    const { kept, answers, session, judgement } = await evaluated(SOUND);
    expect(kept).toEqual([
      {
        files: { 'drizzle-guard.json': null },
        folders: { drizzle: expect.stringContaining(JOURNAL) },
        globs: {},
      },
    ]);
    const { folder, parts } = judgement;
    expect(answers.judged('shop', await session.present(INDEX))).toEqual({ folder, parts });
  });

  test('not one that depends on the clock', async () => {
    const future = historyFiles(['0000_a', { tag: '0001_b', when: Date.now() + 1e10 }]);
    const { judgement, kept } = await evaluated(future);
    expect(findingsIn(judgement).map(({ code }) => code)).toEqual(['future-timestamp']);
    expect(kept).toEqual([]);
  });

  test('not what could not be told', async () => {
    const outside = databaseCalled('shop', {
      stated: { dialect: 'postgresql', schema: [], out: '../elsewhere' },
    });
    const { judgement, kept } = await evaluated(SOUND, {}, outside);
    expect(errorIn(judgement)).toMatchObject({ code: 'invalid-drizzle-config' });
    expect(kept).toEqual([]);
  });
});

describe('where it breaks off', () => {
  test('before the folder is known: what was read is what it rests on', async () => {
    const config = databaseCalled('shop', { stated: null, configFile: 'drizzle.config.json' });
    const files = { ...SOUND, 'drizzle.config.json': '{ "dialect": "nosql" }' };
    const { judgement } = await evaluated(files, {}, config);
    expect(judgement).toMatchObject({
      folder: null,
      parts: [{ about: 'schema', findings: [], error: { code: 'invalid-drizzle-config' } }],
    });
    expect(Object.keys(judgement.restsOn!.files)).toEqual(['drizzle.config.json']);
  });

  test('a defect is thrown', async () => {
    const session = { ...memorySession({ index: SOUND }, { configuration: OFF }) };
    session.history = () => Promise.reject(new TypeError('x is undefined'));
    await expect(evaluate(session, INDEX, shop)).rejects.toThrow('x is undefined');
  });
});

test('a config in JSON is read, and not run', async () => {
  const config = databaseCalled('shop', { stated: null, configFile: 'drizzle.config.json' });
  const files = {
    ...historyFiles(['0000_a']),
    'drizzle.config.json': '{ "dialect": "sqlite", "schema": "s.ts" }',
  };
  const { judgement, kept } = await evaluated(files, {}, config);
  expect(judgement.folder).toMatchObject({ dialect: 'sqlite', out: 'drizzle', migrationCount: 1 });
  expect(Object.keys(kept[0]!.files)).toEqual(['drizzle.config.json', 'drizzle-guard.json']);
});
