import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginAtLast, keepState } from './kept-states';

let folder = '';
const cache = () => path.join(folder, 'pglite-start-1.2.3.tar');
const fileOf = (key: string) => path.join(folder, `pglite-state-1.2.3-${key}.tar`);

beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-states-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Keeps states one after another, the first one longest ago. */
function keepAll(...keys: string[]): void {
  for (const [at, key] of keys.entries()) {
    keepState(cache(), key, Buffer.from(key));
    utimesSync(fileOf(key), at, at);
  }
}

const textOf = async (directory: Blob) => String(Buffer.from(await directory.arrayBuffer()));

/** What is begun with, as a text. */
const begin = (...keys: string[]) => beginAtLast(cache(), keys, textOf);

test('the last of the states that is kept is begun with', async () => {
  expect(await begin('a', 'b')).toBeNull();
  keepAll('a', 'c', 'of others');
  expect(await begin('a', 'b', 'c', 'd')).toEqual({ begun: 'c', after: 3 });
  expect(await begin('a', 'b')).toEqual({ begun: 'a', after: 1 });
  expect(await begin('b', 'd')).toBeNull();
  expect(await begin()).toBeNull();
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('X')])],
  ['empty', () => Buffer.alloc(0)],
])('a file that is %s is taken away, and an earlier one serves', async (_how, damage) => {
  keepAll('a', 'b');
  writeFileSync(fileOf('b'), damage(readFileSync(fileOf('b'))));
  expect(await begin('a', 'b')).toEqual({ begun: 'a', after: 1 });
  expect(readdirSync(folder)).toEqual([path.basename(fileOf('a'))]);
});

test('so is one that cannot be begun with', async () => {
  keepAll('a', 'b');
  const refusing = async (directory: Blob) => {
    const text = await textOf(directory);
    if (text === 'b') throw new Error('no data directory');
    return text;
  };
  expect(await beginAtLast(cache(), ['a', 'b'], refusing)).toEqual({ begun: 'a', after: 1 });
  expect(readdirSync(folder)).toEqual([path.basename(fileOf('a'))]);
});

test('those that were used last are kept, and no more than six', async () => {
  keepAll('a', 'b', 'c', 'd', 'e', 'f');
  expect(await begin('a')).not.toBeNull();
  keepState(cache(), 'g', Buffer.from('g'));
  expect(readdirSync(folder)).toEqual(
    ['a', 'c', 'd', 'e', 'f', 'g'].map((key) => path.basename(fileOf(key))),
  );
});

test('a state on the way makes room for the next one', () => {
  keepAll('a', 'b');
  keepState(cache(), 'c', Buffer.from('c'), 'b');
  expect(readdirSync(folder)).toEqual(['a', 'c'].map((key) => path.basename(fileOf(key))));
});

test('what a process that was ended had begun is taken away, and what one is writing is not', () => {
  const draftOf = (pid: number) => `${path.basename(fileOf('a'))}.${pid}.tmp`;
  // No process has so high a number.
  for (const pid of [2 ** 30, process.pid]) writeFileSync(path.join(folder, draftOf(pid)), 'half');
  keepAll('b');
  expect(readdirSync(folder).sort()).toEqual([draftOf(process.pid), path.basename(fileOf('b'))].sort());
});
