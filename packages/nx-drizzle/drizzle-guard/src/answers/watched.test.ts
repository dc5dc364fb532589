import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAnswers } from './answers';
import { readWatched } from './watched';

const gitDir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-watched-'));
afterAll(() => rmSync(gitDir, { recursive: true }));

test('nothing is watched where nothing was written, or what is there is something else', () => {
  expect(readWatched(gitDir)).toEqual([]);
  mkdirSync(path.join(gitDir, 'drizzle-guard'));
  for (const text of ['{', '{}', '[1, null]']) {
    writeFileSync(path.join(gitDir, 'drizzle-guard/watched.json'), text);
    expect(readWatched(gitDir)).toEqual([]);
  }
});

test('what is noted is there for the next run, each once; nothing else is written', () => {
  const first = openAnswers(gitDir);
  first.watch(['src/cols.txt', 'src/cols/']);
  first.watch(['src/cols.txt']);
  first.write();
  const second = openAnswers(gitDir);
  second.watch(['with-tags']);
  second.write();
  expect(readWatched(gitDir)).toEqual(['src/cols.txt', 'src/cols/', 'with-tags']);
  expect(openAnswers(gitDir).watched()).toEqual(['src/cols.txt', 'src/cols/', 'with-tags']);
  expect(openAnswers(null).watched()).toEqual([]);
});
