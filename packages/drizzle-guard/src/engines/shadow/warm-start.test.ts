import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPgliteShadow } from './pglite-shadow';
import { writeWarmStart, readWarmStart } from './warm-start';

let folder = '';
const cache = () => path.join(folder, 'cache', 'pglite.tar');

beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-warm-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is kept is whole, and alone', async () => {
  expect(readWarmStart(cache())).toBeNull();
  writeWarmStart(cache(), Buffer.from('state'));
  expect(String(Buffer.from(await readWarmStart(cache())!.arrayBuffer()))).toBe('state');
  expect(readdirSync(path.dirname(cache()))).toEqual(['pglite.tar']);
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('X')])],
  ['empty', () => Buffer.alloc(0)],
])('a file that is %s is none', (_how, damage) => {
  writeWarmStart(cache(), Buffer.from('state'));
  writeFileSync(cache(), damage(readFileSync(cache())));
  expect(readWarmStart(cache())).toBeNull();
});

test('PGlite makes one anew of which it cannot start, and starts with that the next time', async () => {
  const driver = createRequire(__filename).resolve('@electric-sql/pglite');
  const spec = {
    engine: 'pglite',
    driver,
    cache: cache(),
    extensions: {},
    statements: 0,
    whole: false,
  } as const;
  const catalogOf = async () => {
    const shadow = await openPgliteShadow(spec);
    await shadow.apply(['CREATE TABLE "t" ("id" integer)']);
    const catalog = await shadow.catalog();
    await shadow.close();
    return catalog;
  };
  writeWarmStart(cache(), Buffer.from('no data directory'));
  const cold = await catalogOf();
  expect(cold.map(({ object }) => object)).toEqual(['column public.t.id', 'table public.t']);
  const kept = readFileSync(cache());
  expect(kept.length).toBeGreaterThan(1_000_000);
  expect(await catalogOf()).toEqual(cold);
  expect(readFileSync(cache()).equals(kept)).toBe(true);
});
