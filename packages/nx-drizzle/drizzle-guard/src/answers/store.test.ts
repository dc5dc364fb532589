import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { finding, FOLDER, part } from '../../test/judgements';
import { configurationOf } from '../../test/session';
import { version } from '../../package.json';
import type { Snapshot } from '../history/history';
import type { Judged } from '../results/judged';
import { readHeads, readStore, withAnswer, writeHeads, writeStore, type Answer, type Store } from './store';

const AROUND = { disk: { '/a.js': '1 2', '/b.js': null }, environment: { WIDE: null } };
const INPUTS = { files: { 'a.ts': 'id', 'b.ts': null }, folders: { drizzle: '=' }, globs: {} };
const judged: Answer<Judged> = {
  inputs: INPUTS,
  ...AROUND,
  value: { folder: FOLDER, parts: [part('structure', [finding('orphan-sql')])] },
};
const STORE: Store = {
  discoveries: [
    {
      inputs: INPUTS,
      ...AROUND,
      value: { configuration: configurationOf(), baseline: [], databases: [], notes: [] },
    },
  ],
  judged: { shop: [judged], blog: [] },
};
const EMPTY: Store = { discoveries: [], judged: {} };
const HEADS = new Map<string, Snapshot>([
  [
    'id drizzle/meta/0000_snapshot.json',
    {
      file: 'drizzle/meta/0000_snapshot.json',
      prefix: '0000',
      id: '1',
      parents: ['0'],
      version: '7',
      dialect: 'postgresql',
      form: 'full',
    },
  ],
]);

/** In a git directory that is gone afterwards. */
const inGitDir = (use: (gitDir: string, file: string) => void) =>
  withWorkspace({}, ({ dir }) => use(dir, path.join(dir, 'drizzle-guard/answers.json')));

describe('what is written', () => {
  test('is read again as it was', () =>
    inGitDir((gitDir) => {
      writeStore(gitDir, STORE);
      expect(readStore(gitDir)).toEqual(STORE);
      writeHeads(gitDir, HEADS);
      expect(readHeads(gitDir)).toEqual(HEADS);
    }));

  test('lies in two files below the git directory, whole, with no draft beside them', () =>
    inGitDir((gitDir) => {
      writeStore(gitDir, STORE);
      writeHeads(gitDir, HEADS);
      writeStore(gitDir, EMPTY);
      expect(readdirSync(gitDir)).toContain('drizzle-guard');
      expect(readdirSync(path.join(gitDir, 'drizzle-guard')).sort()).toEqual(['answers.json', 'heads.json']);
      expect(readStore(gitDir)).toEqual(EMPTY);
    }));

  test('says of which tool on which Node it is, how long it is, and what it is', () =>
    inGitDir((gitDir, file) => {
      writeStore(gitDir, STORE);
      const [key, length, text, ...rest] = readFileSync(file, 'utf8').split('\n');
      expect(key).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')} \\d+ ${process.version}$`));
      expect(length).toBe(String(text!.length));
      expect([JSON.parse(text!), rest]).toEqual([STORE, []]);
    }));

  test('a place that cannot be written is no reason to stop', () =>
    inGitDir((gitDir) => {
      writeFileSync(path.join(gitDir, 'drizzle-guard'), 'a file where the folder should be');
      expect(() => writeStore(gitDir, STORE)).not.toThrow();
      expect(() => writeHeads(gitDir, HEADS)).not.toThrow();
      expect(readStore(gitDir)).toEqual(EMPTY);
      expect(readHeads(gitDir).size).toBe(0);
      expect(existsSync(path.join(gitDir, 'drizzle-guard/answers.json'))).toBe(false);
    }));
});

describe('what is not there', () => {
  test('without a file nothing is', () =>
    inGitDir((gitDir) => {
      expect(readStore(gitDir)).toEqual(EMPTY);
      expect(readHeads(gitDir).size).toBe(0);
    }));

  test.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, -1)],
    ['longer than it says', (text) => `${text} `],
    ['empty', () => ''],
    ['of another version of this tool', (text) => text.replace(version, '99.0.0')],
    ['of another shape', (text) => text.replace(/^(\S+) \d+/, '$1 0')],
    ['of another Node', (text) => text.replace(process.version, 'v1.0.0')],
    ['no JSON', (text) => text.replace('{', '[')],
    ['without its key', (text) => text.split('\n').slice(1).join('\n')],
  ])('one that is %s is not read', (_, change) =>
    inGitDir((gitDir, file) => {
      writeStore(gitDir, STORE);
      const text = readFileSync(file, 'utf8');
      expect(change(text)).not.toBe(text);
      writeFileSync(file, change(text));
      expect(readStore(gitDir)).toEqual(EMPTY);
    }),
  );

  test('a folder in its place is not read', () =>
    inGitDir((gitDir, file) => {
      mkdirSync(file, { recursive: true });
      expect(readStore(gitDir)).toEqual(EMPTY);
    }));
});

describe('of several answers', () => {
  const about = (id: string, mark = ''): Answer<string> => ({
    inputs: { ...INPUTS, files: { 'a.ts': id } },
    ...AROUND,
    value: id + mark,
  });
  const valuesOf = (answers: readonly Answer<string>[]) => answers.map(({ value }) => value);

  test('the newest comes first', () => {
    expect(valuesOf(withAnswer([about('1'), about('2')], about('3')))).toEqual(['3', '1', '2']);
    expect(valuesOf(withAnswer([], about('1')))).toEqual(['1']);
  });

  test('one takes the place of an older one about the same inputs', () => {
    expect(valuesOf(withAnswer([about('1'), about('2')], about('2', ' again')))).toEqual(['2 again', '1']);
  });

  test('at most six are kept', () => {
    const six = ['1', '2', '3', '4', '5', '6'].map((id) => about(id));
    expect(valuesOf(withAnswer(six, about('7')))).toEqual(['7', '1', '2', '3', '4', '5']);
    expect(valuesOf(withAnswer(six, about('6')))).toEqual(['6', '1', '2', '3', '4', '5']);
  });

  test('those that are given stay as they are', () => {
    const given = [about('1')];
    withAnswer(given, about('2'));
    expect(valuesOf(given)).toEqual(['1']);
  });
});
