import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { fingerprint } from '../../test/fixtures';
import { writeEdits } from './write-edits';

const AGAIN = 'drizzle-guard doctor --repair';
const IMPOSSIBLE = { file: 'file/d.json', after: 'no folder' };
const refusal = (words: string) =>
  expect.objectContaining({
    code: 'cannot-write',
    message: expect.stringContaining(words),
    help: `make it writable, then run \`${AGAIN}\` again`,
  });

test('all or none: where one cannot be written, those before it are as they were', () =>
  withWorkspace({ 'a.json': 'old', 'b.json': 'stays', file: 'no folder' }, ({ dir }) => {
    const before = fingerprint(dir);
    const edits = [
      { file: 'a.json', after: 'new' },
      { file: 'b.json', after: null },
      { file: 'c.json', after: 'created' },
      IMPOSSIBLE,
    ];
    expect(() => writeEdits(dir, edits, AGAIN)).toThrow(refusal('; what was written before it was put back'));
    expect(fingerprint(dir)).toEqual(before);
    writeEdits(dir, edits.slice(0, 3), AGAIN);
    expect(Object.keys(fingerprint(dir))).toEqual(['a.json', 'c.json', 'file']);
  }));

test('folders are made where they are not, and go again with what was written into them', () =>
  withWorkspace({ 'old/a.json': '', file: 'no folder' }, (workspace) => {
    const edits = [
      { file: 'new/er/a.json', after: 'a' },
      { file: 'new/er/b.json', after: 'b' },
      { file: 'old/b.json', after: 'b' },
    ];
    expect(() => writeEdits(workspace.dir, [...edits, IMPOSSIBLE], AGAIN)).toThrow(refusal('put back'));
    expect(workspace.exists('new')).toBe(false);
    expect(workspace.exists('old/a.json')).toBe(true);
    writeEdits(workspace.dir, edits, AGAIN);
    expect(workspace.read('new/er/b.json')).toBe('b');
  }));

test.skipIf(process.platform === 'win32')('permissions are kept, by what is put back too', () =>
  withWorkspace({ 'hooks/pre-commit': 'old', file: 'no folder' }, (workspace) => {
    const hook = path.join(workspace.dir, 'hooks/pre-commit');
    const mode = () => statSync(hook).mode & 0o777;
    chmodSync(hook, 0o755);
    writeEdits(workspace.dir, [{ file: 'hooks/pre-commit', after: 'new' }], AGAIN);
    expect([workspace.read('hooks/pre-commit'), mode()]).toEqual(['new', 0o755]);
    const deleted = [{ file: 'hooks/pre-commit', after: null }, IMPOSSIBLE];
    expect(() => writeEdits(workspace.dir, deleted, AGAIN)).toThrow(refusal('put back'));
    expect([workspace.read('hooks/pre-commit'), mode()]).toEqual(['new', 0o755]);
  }),
);

test.skipIf(process.platform === 'win32')('a link stays one, and what it leads to is written', () =>
  withWorkspace({ 'shared/a.json': 'old' }, (workspace) => {
    const link = path.join(workspace.dir, 'a.json');
    symlinkSync('shared/a.json', link);
    writeEdits(workspace.dir, [{ file: 'a.json', after: 'new' }], AGAIN);
    expect(workspace.read('shared/a.json')).toBe('new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  }),
);

test('a folder in the place of a file is refused, and stays', () =>
  withWorkspace({ 'a.json/b': '' }, (workspace) => {
    expect(() => writeEdits(workspace.dir, [{ file: 'a.json', after: 'new' }], AGAIN)).toThrow(
      refusal('a.json cannot be written (EISDIR'),
    );
    expect(workspace.exists('a.json/b')).toBe(true);
  }));

test('what could not be put back is named', () =>
  withWorkspace({ 'a.json': 'old', 'b.json': 'old' }, (workspace) => {
    const { dir } = workspace;
    const edits = [
      { file: 'a.json', after: 'new' },
      { file: 'b.json', after: 'new' },
      {
        file: 'c.json',
        // Something else puts a folder in the place of a file meanwhile, and the disk is full.
        get after(): string {
          rmSync(path.join(dir, 'a.json'));
          mkdirSync(path.join(dir, 'a.json/taken'), { recursive: true });
          throw new Error('no space left');
        },
      },
    ];
    expect(() => writeEdits(dir, edits, AGAIN)).toThrow(
      refusal('(no space left); of what was written before it, a.json could not be put back'),
    );
    expect(workspace.read('b.json')).toBe('old');
    expect(existsSync(path.join(dir, 'c.json'))).toBe(false);
  }));
