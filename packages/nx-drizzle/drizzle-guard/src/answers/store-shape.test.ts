import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { databaseCalled, finding, FOLDER, part } from '../../test/judgements';
import { configurationOf } from '../../test/session';
import { readHeads, readStore, writeHeads, writeStore, type Store } from './store';

const AROUND = { inputs: { files: {}, folders: {}, globs: {} }, disk: {}, environment: {} };
const STORE: Store = {
  discoveries: [
    {
      ...AROUND,
      value: {
        ...{ configuration: configurationOf(), baseline: [], databases: [databaseCalled('shop')] },
        notes: [],
      },
    },
  ],
  judged: {
    shop: [{ ...AROUND, value: { folder: FOLDER, parts: [part('structure', [finding('orphan-sql')])] } }],
  },
};

/** Writes a value as a file of the cache is written, whatever its shape. */
function put(gitDir: string, name: string, value: unknown): void {
  const file = path.join(gitDir, 'drizzle-guard', name);
  const [key] = readFileSync(file, 'utf8').split('\n');
  const text = JSON.stringify(value);
  writeFileSync(file, `${key}\n${text.length}\n${text}`);
}

/** Whether a store of this value is read. */
async function isRead(value: unknown): Promise<boolean> {
  let read: Store | undefined;
  await withWorkspace({}, ({ dir }) => {
    writeStore(dir, STORE);
    put(dir, 'answers.json', value);
    read = readStore(dir);
  });
  return read!.discoveries.length + Object.keys(read!.judged).length > 0;
}

/** The same value with something else at one place, told by its keys. */
function withAt(value: unknown, [key, ...rest]: readonly (string | number)[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  if (rest.length === 0 && other === undefined) delete copy[key];
  else copy[key] = withAt(copy[key], rest, other);
  return copy;
}

/** What has to be an object, or a list, for whoever uses a store. */
const OBJECTS = [
  'judged',
  'discoveries 0',
  'discoveries 0 inputs',
  'discoveries 0 inputs files',
  'discoveries 0 inputs folders',
  'discoveries 0 inputs globs',
  'discoveries 0 disk',
  'discoveries 0 environment',
  'discoveries 0 value',
  'discoveries 0 value configuration',
  'discoveries 0 value configuration checks',
  'discoveries 0 value databases 0',
  'judged shop 0',
  'judged shop 0 inputs',
  'judged shop 0 inputs files',
  'judged shop 0 inputs folders',
  'judged shop 0 inputs globs',
  'judged shop 0 disk',
  'judged shop 0 environment',
  'judged shop 0 value',
  'judged shop 0 value folder',
  'judged shop 0 value parts 0',
  'judged shop 0 value parts 0 findings 0',
];
const LISTS = [
  'discoveries',
  'discoveries 0 value configuration waivers',
  'discoveries 0 value baseline',
  'discoveries 0 value databases',
  'judged shop',
  'judged shop 0 value parts',
  'judged shop 0 value parts 0 findings',
];

const TEXTS = [
  'discoveries 0 value databases 0 name',
  'discoveries 0 value databases 0 dir',
  'judged shop 0 value folder out',
  'judged shop 0 value parts 0 about',
  'judged shop 0 value parts 0 findings 0 code',
  'judged shop 0 value parts 0 findings 0 message',
  'judged shop 0 value parts 0 findings 0 help',
];

const keysOf = (place: string) => place.split(' ').map((key) => (/^\d+$/.test(key) ? Number(key) : key));

test('a store as it should be is read', async () => {
  expect(await isRead(STORE)).toBe(true);
});

describe('a store is not read where there is', () => {
  test.each(OBJECTS)('no object at %s', async (place) => {
    for (const other of [null, [], 'text', 5])
      expect([other, await isRead(withAt(STORE, keysOf(place), other))]).toEqual([other, false]);
  });

  test.each(LISTS)('no list at %s', async (place) => {
    for (const other of [null, {}, 'text', 5])
      expect([other, await isRead(withAt(STORE, keysOf(place), other))]).toEqual([other, false]);
  });

  const required = [...OBJECTS, ...LISTS].filter((place) => !/( \d+|^judged shop)$/.test(place));

  test.each(required)('nothing at %s', async (place) => {
    expect(await isRead(withAt(STORE, keysOf(place), undefined))).toBe(false);
  });

  test.each(TEXTS)('no text at %s', async (place) => {
    for (const other of [undefined, null, 5, {}])
      expect([other, await isRead(withAt(STORE, keysOf(place), other))]).toEqual([other, false]);
  });

  test('something else altogether', async () => {
    for (const value of [null, [], 'text', 5, {}]) expect(await isRead(value)).toBe(false);
  });

  test('one bad answer among good ones', async () => {
    const [good] = STORE.judged['shop']!;
    expect(await isRead({ ...STORE, judged: { shop: [good, good], blog: [good, {}] } })).toBe(false);
    expect(await isRead({ ...STORE, judged: { shop: [good, good], blog: [good] } })).toBe(true);
  });
});

describe('heads', () => {
  async function headsRead(value: unknown): Promise<number> {
    let size = -1;
    await withWorkspace({}, ({ dir }) => {
      writeHeads(dir, new Map());
      put(dir, 'heads.json', value);
      ({ size } = readHeads(dir));
    });
    return size;
  }

  const HEAD = {
    ...{ file: 'a_snapshot.json', prefix: 'a', id: '1', parents: ['0'], version: '7' },
    ...{ dialect: 'postgresql', form: 'full' },
  };
  const PROBLEM = { file: 'b_snapshot.json', message: 'is not JSON' };

  test('are pairs of a text and the head of a snapshot, or why it has none', async () => {
    expect(
      await headsRead([
        ['a', HEAD],
        ['b', PROBLEM],
      ]),
    ).toBe(2);
  });

  test.each([
    ['no list', { a: HEAD }],
    ['no pairs', ['a']],
    ['no text', [[1, HEAD]]],
    ['no object', [['a', 'b']]],
    ['a list for an object', [['a', []]]],
    ['nothing for an object', [['a', null]]],
    ['an empty object', [['a', {}]]],
    ['one bad pair among good ones', [['a', HEAD], ['b']]],
    ...Object.keys(HEAD)
      .filter((key) => key !== 'id')
      .map((key): [string, unknown] => [`a head without ${key}`, [['a', { ...HEAD, [key]: undefined }]]]),
    ['another id', [['a', { ...HEAD, id: 1 }]]],
    ['parents that are no texts', [['a', { ...HEAD, parents: [1] }]]],
    ['one parent, as an older shape had it', [['a', { ...HEAD, parents: '0' }]]],
    ['a problem without words', [['b', { file: 'b' }]]],
  ])('%s: none is read', async (_, value) => {
    expect(await headsRead(value)).toBe(0);
  });
});
