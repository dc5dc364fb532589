import { readdirSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { keepFolder } from './keep-folder';

test('what appeared is taken away and a journal that was rewritten is put back', () =>
  withWorkspace(
    { 'db/drizzle/0000_a.sql': 'SELECT 1;', 'db/drizzle/meta/_journal.json': 'before' },
    (workspace) => {
      const kept = keepFolder(workspace.dir, 'db/drizzle');
      workspace.write({
        'db/drizzle/0001_b.sql': 'SELECT 2;',
        'db/drizzle/meta/_journal.json': 'after',
        'db/drizzle/deep/er/file.sql': '',
      });
      kept.restore();
      const folder = path.join(workspace.dir, 'db/drizzle');
      expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
        '0000_a.sql',
        'meta',
        'meta/_journal.json',
      ]);
      expect(workspace.read('db/drizzle/meta/_journal.json')).toBe('before');
    },
  ));

test('a folder that was not there is taken away, its neighbours stay', () =>
  withWorkspace({ 'db/src/schema.ts': '' }, (workspace) => {
    const kept = keepFolder(workspace.dir, 'db/drizzle');
    workspace.write({ 'db/drizzle/meta/_journal.json': '{}' });
    kept.restore();
    expect(workspace.exists('db/drizzle')).toBe(false);
    expect(workspace.exists('db/src/schema.ts')).toBe(true);
  }));
