import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { historyOf } from '../../../test/histories';
import { downFilesOf, moveDownFiles } from './down-files';

let root = '';
beforeEach(() => void (root = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-down-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('what takes a migration back goes into the folder that up has made of it, and else stays', async () => {
  const history = await historyOf(['0000_a', '0001_b', '0002_c']);
  const at = (file: string) => path.join(root, 'drizzle', file);
  mkdirSync(at('20260101000100_a'), { recursive: true });
  writeFileSync(at('0000_a.down.sql'), '-- a');
  writeFileSync(at('0001_b.down.sql'), '-- b');
  const downs = downFilesOf(root, history);
  expect(downs.map(({ file, folder }) => [file, folder])).toEqual([
    ['drizzle/0000_a.down.sql', '20260101000100_a'],
    ['drizzle/0001_b.down.sql', '20260101000200_b'],
  ]);
  rmSync(at('0001_b.down.sql'));
  moveDownFiles(root, 'drizzle', downs);
  expect(readFileSync(at('20260101000100_a/down.sql'), 'utf8')).toBe('-- a');
  expect(existsSync(at('0000_a.down.sql'))).toBe(false);
  expect(readFileSync(at('0001_b.down.sql'), 'utf8')).toBe('-- b');
});
