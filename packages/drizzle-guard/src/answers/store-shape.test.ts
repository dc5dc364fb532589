import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { FOLDER, part } from '../../test/judgements';
import { configurationOf } from '../../test/session';
import { readHeads, readStore, writeHeads, writeStore, type Store } from './store';

const AROUND = { inputs: { files: {}, folders: {}, globs: {} }, disk: {}, environment: {} };
const STORE: Store = {
  discoveries: [
    { ...AROUND, value: { configuration: configurationOf(), baseline: [], databases: [], notes: [] } },
  ],
  judged: { shop: [{ ...AROUND, value: { folder: FOLDER, parts: [part('structure')] } }] },
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
];
const LISTS = [
  'discoveries',
  'discoveries 0 value baseline',
  'discoveries 0 value databases',
  'judged shop',
  'judged shop 0 value parts',
  'judged shop 0 value parts 0 findings',
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

  test('a part that is about nothing', async () => {
    for (const other of [undefined, null, 5])
      expect(await isRead(withAt(STORE, keysOf('judged shop 0 value parts 0 about'), other))).toBe(false);
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

  test('are pairs of a text and an object', async () => {
    expect(
      await headsRead([
        ['a', {}],
        ['b', {}],
      ]),
    ).toBe(2);
  });

  test.each([
    ['no list', { a: {} }],
    ['no pairs', ['a']],
    ['no text', [[1, {}]]],
    ['no object', [['a', 'b']]],
    ['a list for an object', [['a', []]]],
    ['nothing for an object', [['a', null]]],
    ['one bad pair among good ones', [['a', {}], ['b']]],
  ])('%s: none is read', async (_, value) => {
    expect(await headsRead(value)).toBe(0);
  });
});
