import { expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { commit, INDEX, memorySession } from '../../test/session';
import { folderAt, foldersApart } from './folder-at';

const HERE = historyFiles(['0000_a', '0001_b']);

function moved(to: string): Record<string, string> {
  return Object.fromEntries(Object.entries(HERE).map(([file, text]) => [file.replace('drizzle', to), text]));
}

test('a folder is found where it lies under another name, and a copy is none', async () => {
  const session = memorySession({
    index: { ...HERE, ...moved('copy') },
    same: HERE,
    renamed: { ...moved('db/migrations'), ...moved('copy') },
    without: { ...moved('copy'), 'other/0000_a.sql': 'SELECT 1;' },
  });
  const at = (id: string) => folderAt(session, commit(id), INDEX, 'drizzle');
  expect(await at('same')).toBe('drizzle');
  expect(await at('renamed')).toBe('db/migrations');
  expect(await at('without')).toBe('drizzle');
});

test('two heads have it apart, whichever of them renamed it', async () => {
  const session = memorySession({ old: HERE, renamed: moved('new'), other: HERE });
  const apart = (head: string, other: string, dir: string) =>
    foldersApart(session, [commit(head), commit(other)], dir);
  expect(await apart('old', 'renamed', 'drizzle')).toEqual({ own: 'drizzle', other: 'new' });
  expect(await apart('renamed', 'old', 'drizzle')).toEqual({ own: 'new', other: 'drizzle' });
  expect(await apart('old', 'other', 'drizzle')).toBeNull();
});
