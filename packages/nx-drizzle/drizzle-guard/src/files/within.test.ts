import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { requireFolderWithin, requireWithin } from './within';
import { writeEdits } from './write-edits';

const OUTSIDE = expect.objectContaining({
  code: 'outside-link',
  help: expect.stringContaining('nothing was written'),
});

/** `repository` with links, beside `elsewhere`. */
function withLinks(use: (root: string, elsewhere: string) => void) {
  return withWorkspace({ 'repository/real/a.json': 'a', 'elsewhere/a.json': 'a' }, ({ dir }) =>
    use(path.join(dir, 'repository'), path.join(dir, 'elsewhere')),
  );
}

test('within the root: files, new ones, and what links within lead to', () =>
  withLinks((root) => {
    symlinkSync('real', path.join(root, 'link'));
    symlinkSync(path.join(root, 'real'), path.join(root, 'absolute'));
    symlinkSync('real/new.json', path.join(root, 'new.json'));
    for (const file of [
      'real/a.json',
      'real/deep/b.json',
      'link/a.json',
      'absolute/b.json',
      'new.json',
      'file/x',
      '',
    ])
      expect(() => requireWithin(root, file)).not.toThrow();
    expect(() => requireFolderWithin(root, 'link')).not.toThrow();
  }));

test('out of the root: by a folder, a file, a way back, or a place that is not there yet', () =>
  withLinks((root, elsewhere) => {
    symlinkSync('../elsewhere', path.join(root, 'out'));
    symlinkSync(path.join(elsewhere, 'a.json'), path.join(root, 'a.json'));
    symlinkSync('out/deep', path.join(root, 'twice'));
    symlinkSync('../nowhere', path.join(root, 'dangling'));
    for (const file of [
      'out',
      'out/x.json',
      'a.json',
      'twice/x.json',
      'dangling',
      'dangling/x.json',
      '../x.json',
    ])
      expect(() => requireWithin(root, file), file).toThrow(OUTSIDE);
  }));

test('a folder in which somebody else writes: no link in it or in its meta leads out', () =>
  withLinks((root, elsewhere) => {
    mkdirSync(path.join(root, 'drizzle/meta'), { recursive: true });
    writeFileSync(path.join(root, 'drizzle/0000_a.sql'), '');
    expect(() => requireFolderWithin(root, 'drizzle')).not.toThrow();
    symlinkSync(path.join(elsewhere, 'j.json'), path.join(root, 'drizzle/meta/_journal.json'));
    expect(() => requireFolderWithin(root, 'drizzle')).toThrow(OUTSIDE);
    expect(() => requireFolderWithin(root, 'not-there')).not.toThrow();
  }));

test('nothing at all is written where one of the files would lie elsewhere', () =>
  withLinks((root, elsewhere) => {
    symlinkSync('../elsewhere', path.join(root, 'out'));
    const edits = ['b.json', 'out/b.json'].map((file) => ({ file, after: 'b' }));
    expect(() => writeEdits(root, edits, 'drizzle-guard init')).toThrow(OUTSIDE);
    expect(existsSync(path.join(root, 'b.json')) || existsSync(path.join(elsewhere, 'b.json'))).toBe(false);
  }));
