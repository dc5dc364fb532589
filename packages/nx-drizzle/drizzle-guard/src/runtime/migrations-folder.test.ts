import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { foldersHistory, journalHistory } from 'testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMigrationsFolder } from './migrations-folder';

let dir = '';
beforeEach(() => void (dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-folder-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  }
}
const at = (...files: string[]) => files.map((file) => path.join(dir, file));
const tagsIn = async (given: string | readonly string[]) => {
  const { history, folder, root, dialect } = await readMigrationsFolder(given);
  expect([folder, root]).toEqual(at('drizzle', ''));
  return { dialect, tags: history.migrations.map(({ tag, hasSql }) => (hasSql ? tag : `${tag}, missing`)) };
};

test('a folder with a journal, and the package that it is of', async () => {
  write({ ...journalHistory(['0000_a', '0001_b']), 'src/index.ts': '' });
  const found = { dialect: 'postgresql', tags: ['0000_a', '0001_b'] };
  expect(await tagsIn(path.join(dir, 'drizzle'))).toEqual(found);
  expect(await tagsIn(dir)).toEqual(found);
});

test('folders, whose newest snapshot says the dialect, where it is there', async () => {
  write(foldersHistory(['20260101000000_a', '20260102000000_b']));
  const tags = ['20260101000000_a', '20260102000000_b'];
  expect(await tagsIn(dir)).toEqual({ dialect: 'postgresql', tags });
  rmSync(path.join(dir, 'drizzle/20260102000000_b/snapshot.json'));
  expect(await tagsIn(path.join(dir, 'drizzle'))).toEqual({ dialect: null, tags });
});

test('SQL files stand for their folder: one that is left out is missing', async () => {
  write(journalHistory(['0000_a', '0001_b']));
  const both = at('drizzle/0000_a.sql', 'drizzle/0001_b.sql');
  expect((await tagsIn(both)).tags).toEqual(['0000_a', '0001_b']);
  expect((await tagsIn(both.slice(0, 1))).tags).toEqual(['0000_a', '0001_b, missing']);
});

test('SQL files of folders', async () => {
  write(foldersHistory(['20260101000000_a', '20260102000000_b']));
  expect((await tagsIn(at('drizzle/20260102000000_b/migration.sql'))).tags).toEqual(['20260102000000_b']);
});

test('where nothing is, and where they are of two folders, that is said', async () => {
  await expect(readMigrationsFolder(path.join(dir, 'none'))).rejects.toMatchObject({ code: 'no-migrations' });
  await expect(readMigrationsFolder([])).rejects.toMatchObject({ code: 'no-migrations' });
  await expect(readMigrationsFolder(at('a/0000_a.sql', 'b/0000_b.sql'))).rejects.toMatchObject({
    code: 'usage',
  });
});
