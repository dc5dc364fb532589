import { describe, expect, test } from 'vitest';
import { historyFiles, JOURNAL } from '../../test/histories';
import { databaseCalled, finding, FOLDER, part } from '../../test/judgements';
import { commit, INDEX, memorySession, type Given } from '../../test/session';
import { openAnswers } from '../answers/answers';
import { judge, judgeDatabase } from './judge';
import { errorIn, findingsIn } from './judgement';

/** Nothing has to be evaluated. */
const CHECKS = { checks: { 'stale-schema': 'off' } } as const;
const SOUND = historyFiles(['0000_a', '0001_b']);
const LANDING = { base: { name: 'origin/main', commit: 'landed' }, ancestor: null };
const shop = databaseCalled('shop');
const away = databaseCalled('away', {
  stated: { dialect: 'postgresql', schema: [], out: '../../elsewhere' },
});

const sessionOf = (states: Record<string, Record<string, string>>, given: Given = {}) =>
  memorySession(states, { configuration: CHECKS, ...given });

describe('databases', () => {
  const blog = databaseCalled('blog', { stated: { dialect: 'sqlite', schema: [], out: 'blog' } });

  test('all of a state are judged, in their order', async () => {
    const found = await judge(sessionOf({ index: SOUND }, { databases: [shop, blog] }), INDEX);
    expect(found.map(({ database, folder }) => [database.name, folder!.out])).toEqual([
      ['shop', 'drizzle'],
      ['blog', 'blog'],
    ]);
  });

  test('or those of some names; the others are not looked at', async () => {
    const session = sessionOf({ index: SOUND }, { databases: [shop, blog] });
    const found = await judge(session, INDEX, new Set(['blog', 'unknown']));
    expect(found.map(({ database }) => database.name)).toEqual(['blog']);
    expect(session.asked.some((one) => one.endsWith(' drizzle'))).toBe(false);
  });

  test('each state has its own', async () => {
    const session = sessionOf({ index: SOUND, head: SOUND }, { databases: { index: [shop], head: [] } });
    expect(await judge(session, commit('head'))).toEqual([]);
    expect(await judge(session, INDEX)).toHaveLength(1);
  });
});

describe('a known answer', () => {
  const known = { folder: FOLDER, parts: [part('structure', [finding('orphan-sql')])] };
  const withKnown = (id: string) => {
    const answers = openAnswers(null);
    const inputs = { files: { [JOURNAL]: id }, folders: {}, globs: {} };
    answers.addJudged('shop', { inputs, disk: {}, environment: {}, value: known });
    return answers;
  };

  test('is given as it is, and nothing is read', async () => {
    const session = sessionOf({ index: SOUND }, { answers: withKnown('') });
    expect(await judgeDatabase(session, INDEX, shop)).toEqual({ database: shop, ...known, restsOn: null });
    expect(session.asked).toEqual([]);
  });

  test('of other inputs is none', async () => {
    const session = sessionOf({ index: SOUND }, { answers: withKnown('another id') });
    expect(findingsIn(await judgeDatabase(session, INDEX, shop))).toEqual([]);
  });

  test('says nothing of a base: that is compared each time', async () => {
    const session = sessionOf({ index: SOUND, landed: SOUND }, { answers: withKnown('') });
    const { parts } = await judgeDatabase(session, INDEX, shop, { base: LANDING });
    expect(parts.map(({ about }) => about)).toEqual(['structure', 'base']);
  });
});

describe('what is asked', () => {
  const partsOf = async (asked: Parameters<typeof judgeDatabase>[3], files = SOUND) => {
    const session = sessionOf({ index: files, landed: historyFiles(['0000_a']) });
    const { parts } = await judgeDatabase(session, INDEX, shop, asked);
    return parts.map(({ about, missing }) => (missing ? `no ${about}` : about));
  };

  test('nothing: the structure, and the schema where it is not switched off', async () => {
    expect(await partsOf({})).toEqual(['structure', 'no schema']);
    expect(await partsOf({ base: null, replay: false })).toEqual(['structure', 'no schema']);
  });

  test('a base comes after them, and a replay last', async () => {
    expect(await partsOf({ base: LANDING })).toEqual(['structure', 'no schema', 'base']);
    const broken = { ...SOUND, [JOURNAL]: '<<<<<<< ours' };
    expect(await partsOf({ base: LANDING, replay: true }, broken)).toEqual([
      'structure',
      'no schema',
      'no base',
      'no replay',
    ]);
  });

  test('nothing more of a database whose folder is not known', async () => {
    const session = sessionOf({ index: SOUND });
    const judgement = await judgeDatabase(session, INDEX, away, { base: LANDING, replay: true });
    expect(judgement).toMatchObject({ folder: null, parts: [{ about: 'schema' }] });
    expect(judgement.parts).toHaveLength(1);
  });

  test('no replay after an error', async () => {
    const landed = { ...SOUND, [JOURNAL]: '<<<<<<< ours' };
    const session = sessionOf({ index: SOUND, landed });
    const judgement = await judgeDatabase(session, INDEX, shop, { base: LANDING, replay: true });
    expect(errorIn(judgement)).toMatchObject({ code: 'unreadable-base' });
    expect(judgement.parts.map(({ about }) => about)).toEqual(['structure', 'schema', 'base']);
  });
});

describe('what cannot be told', () => {
  test('is in the parts, never thrown, and says on what it rests', async () => {
    const judgement = await judgeDatabase(sessionOf({ index: SOUND }), INDEX, away);
    expect(errorIn(judgement)).toMatchObject({ code: 'invalid-drizzle-config' });
    expect(judgement.restsOn).toEqual({ files: {}, folders: { '': '' }, globs: {} });
  });

  test('a defect is thrown: it is no answer', async () => {
    const session = sessionOf({});
    await expect(judgeDatabase(session, INDEX, shop)).rejects.toThrow('there is no state index');
  });
});
