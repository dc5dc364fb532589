import { existsSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { finding, FOLDER, part } from '../../test/judgements';
import { configurationOf } from '../../test/session';
import type { Snapshot } from '../history/history';
import type { Judged } from '../results/judged';
import { openAnswers, type Present } from './answers';
import { hashOf } from '../text/hash';
import { listingOf } from './listing';
import type { Answer, Discovery } from './store';

/** A state with these ids, and these variables. */
function present(ids: Record<string, string>, environment: NodeJS.ProcessEnv = {}): Present {
  return { listing: listingOf(Object.keys(ids).sort(), (file) => ids[file] ?? null), environment };
}

/** An answer that says its mark, and rests on `a.ts` with this id. */
function judged(id: string, mark = id, around: Partial<Answer<Judged>> = {}): Answer<Judged> {
  const value = { folder: FOLDER, parts: [part('structure', [finding('orphan-sql', { message: mark })])] };
  return {
    inputs: { files: { 'a.ts': id }, folders: {}, globs: {} },
    disk: {},
    environment: {},
    value,
    ...around,
  };
}

const markOf = (value: Judged | null) => value?.parts[0]!.findings[0]!.message ?? null;

const discovery = (id: string, base: string): Answer<Discovery> => ({
  ...judged(id),
  value: { configuration: configurationOf({ base }), baseline: [], databases: [], notes: [] },
});

const inGitDir = (use: (gitDir: string, file: (name: string) => string) => void) =>
  withWorkspace({}, ({ dir }) => use(dir, (name) => path.join(dir, 'drizzle-guard', name)));

describe('an answer', () => {
  test('holds where everything on which it rests is as it was', () => {
    const answers = openAnswers(null);
    answers.addJudged('shop', judged('1', 'one', { environment: { WIDE: hashOf('1') } }));
    const said = (ids: Record<string, string>, environment = {}) =>
      markOf(answers.judged('shop', present(ids, environment)));
    expect(said({ 'a.ts': '1', 'b.ts': '9' }, { WIDE: '1' })).toBe('one');
    expect(said({ 'a.ts': '2' }, { WIDE: '1' })).toBeNull();
    expect(said({ 'a.ts': '1' }, { WIDE: '2' })).toBeNull();
    expect(said({ 'a.ts': '1' })).toBeNull();
  });

  test('is of its database', () => {
    const answers = openAnswers(null);
    answers.addJudged('shop', judged('1'));
    expect(answers.judged('blog', present({ 'a.ts': '1' }))).toBeNull();
    // Names that every object has.
    for (const name of ['constructor', 'toString', '__proto__'])
      expect(answers.judged(name, present({ 'a.ts': '1' }))).toBeNull();
  });

  test('the newest that holds is taken', () => {
    const answers = openAnswers(null);
    answers.addJudged('shop', judged('1', 'old'));
    answers.addJudged('shop', judged('1', 'new', { inputs: { files: {}, folders: {}, globs: {} } }));
    answers.addJudged('shop', judged('2', 'other'));
    expect(markOf(answers.judged('shop', present({ 'a.ts': '1' })))).toBe('new');
  });

  test('at most six states of a database are known', () => {
    const answers = openAnswers(null);
    for (const id of ['1', '2', '3', '4', '5', '6', '7']) answers.addJudged('shop', judged(id));
    const known = ['1', '2', '3', '7'].map((id) => markOf(answers.judged('shop', present({ 'a.ts': id }))));
    expect(known).toEqual([null, '2', '3', '7']);
  });

  test('about the configuration is held against the same', () => {
    const answers = openAnswers(null);
    answers.addDiscovery(discovery('1', 'main'));
    answers.addDiscovery(discovery('2', 'next'));
    const baseAt = (id: string) => answers.discovery(present({ 'a.ts': id }))?.configuration.base ?? null;
    expect(['1', '2', '3'].map(baseAt)).toEqual(['main', 'next', null]);
  });

  test('says on what it rests, with all others', () => {
    const answers = openAnswers(null);
    expect(answers.inputs()).toEqual([]);
    answers.addDiscovery(discovery('1', 'main'));
    answers.addJudged('shop', judged('2'));
    answers.addJudged('blog', judged('3'));
    expect(answers.inputs().map(({ files }) => files['a.ts'])).toEqual(['1', '2', '3']);
  });
});

describe('between two runs', () => {
  test('what was added is known, once it is written', () =>
    inGitDir((gitDir) => {
      const first = openAnswers(gitDir);
      first.addJudged('shop', judged('1'));
      first.addDiscovery(discovery('1', 'main'));
      expect(openAnswers(gitDir).inputs()).toEqual([]);
      first.write();
      const second = openAnswers(gitDir);
      expect(markOf(second.judged('shop', present({ 'a.ts': '1' })))).toBe('1');
      expect(second.discovery(present({ 'a.ts': '1' }))!.configuration.base).toBe('main');
    }));

  test('without a git directory nothing is written', () => {
    const answers = openAnswers(null);
    answers.addJudged('shop', judged('1'));
    expect(() => answers.write()).not.toThrow();
    expect(openAnswers(null).inputs()).toEqual([]);
  });

  test('nothing new, nothing written', () =>
    inGitDir((gitDir, file) => {
      const first = openAnswers(gitDir);
      first.judged('shop', present({}));
      first.write();
      expect(existsSync(file('answers.json'))).toBe(false);
      first.addJudged('shop', judged('1'));
      first.write();
      utimesSync(file('answers.json'), 1000, 1000);
      const second = openAnswers(gitDir);
      second.judged('shop', present({ 'a.ts': '1' }));
      second.write();
      expect(statSync(file('answers.json')).mtimeMs).toBe(1_000_000);
    }));

  test('a file is read when it is first asked for', () =>
    inGitDir((gitDir, file) => {
      const first = openAnswers(gitDir);
      first.addJudged('shop', judged('1'));
      first.write();
      const [early, late] = [openAnswers(gitDir), openAnswers(gitDir)];
      expect(early.inputs()).toHaveLength(1);
      rmSync(file('answers.json'));
      expect([early.inputs().length, late.inputs().length]).toEqual([1, 0]);
    }));
});

describe('heads of snapshots', () => {
  const head = { file: 'a', line: 1, message: 'is none' };

  test('are kept where some were added, and not otherwise', () =>
    inGitDir((gitDir, file) => {
      const first = openAnswers(gitDir);
      first.heads.set('1 a', head);
      first.write();
      expect(existsSync(file('answers.json'))).toBe(false);
      utimesSync(file('heads.json'), 1000, 1000);
      const second = openAnswers(gitDir);
      expect(second.heads.get('1 a')).toEqual(head);
      second.write();
      expect(statSync(file('heads.json')).mtimeMs).toBe(1_000_000);
      second.heads.set('2 a', { ...head } as Snapshot | typeof head);
      second.write();
      expect([...openAnswers(gitDir).heads.keys()]).toEqual(['1 a', '2 a']);
    }));

  test('that nobody asked for are neither read nor written', () =>
    inGitDir((gitDir, file) => {
      const answers = openAnswers(gitDir);
      answers.addJudged('shop', judged('1'));
      answers.write();
      expect(existsSync(file('heads.json'))).toBe(false);
    }));

  test('are the same each time that they are asked for', () => {
    const answers = openAnswers(null);
    answers.heads.set('1 a', head);
    expect(answers.heads.size).toBe(1);
  });
});
