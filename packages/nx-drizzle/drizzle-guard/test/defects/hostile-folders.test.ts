import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { foldersHistory, journalHistory, withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { codesOf } from '../histories';

// The built bin over what no drizzle-kit ever wrote: it ends by itself, with the right exit code, with one JSON document
// and without having written anything.

const JOURNAL = 'drizzle/meta/_journal.json';
const SOUND = journalHistory(['0000_a', '0001_b', '0002_c']);

interface Case {
  what: string;
  files?: Record<string, string>;
  make?(workspace: Workspace): void;
  exitCode: 0 | 1 | 2;
  /** The codes of the findings, or that of the error. */
  codes: string[];
}

const replaceBy = (file: string, make: (absolute: string) => void) => (workspace: Workspace) => {
  workspace.remove(file);
  make(path.join(workspace.dir, file));
};
const link = (target: string) => (file: string) => symlinkSync(target, file);
const entry = (at: number) => ({ idx: at, when: at, tag: `${String(at).padStart(5, '0')}_a` });

const CASES: Case[] = [
  { what: 'a sound history', exitCode: 0, codes: [] },
  {
    what: 'a folder in place of the journal',
    make: replaceBy(JOURNAL, (file) => mkdirSync(file)),
    exitCode: 1,
    codes: ['broken-journal'],
  },
  {
    what: 'a file in place of meta/',
    make: replaceBy('drizzle/meta', (file) => writeFileSync(file, '')),
    exitCode: 1,
    codes: ['broken-journal'],
  },
  {
    what: 'a folder in place of SQL',
    make: replaceBy('drizzle/0001_b.sql', (file) => mkdirSync(file)),
    exitCode: 1,
    codes: ['missing-sql'],
  },
  {
    what: 'a folder in place of the newest snapshot',
    make: replaceBy('drizzle/meta/0002_snapshot.json', (file) => mkdirSync(file)),
    exitCode: 1,
    codes: ['missing-snapshot'],
  },
  {
    what: 'a folder in place of migration.sql',
    files: foldersHistory(['20260101000000_a']),
    make: replaceBy('drizzle/20260101000000_a/migration.sql', (file) => mkdirSync(file)),
    exitCode: 1,
    codes: ['missing-sql'],
  },
  {
    what: 'a journal that is a link to itself',
    make: replaceBy(JOURNAL, link('_journal.json')),
    exitCode: 2,
    codes: ['unreadable-folder'],
  },
  {
    what: 'links that lead in circles',
    make({ dir }) {
      symlinkSync('.', path.join(dir, 'drizzle/here'));
      symlinkSync('..', path.join(dir, 'drizzle/meta/up'));
    },
    exitCode: 0,
    codes: [],
  },
  {
    what: 'a link to everything',
    make: ({ dir }) => symlinkSync('/', path.join(dir, 'drizzle/root')),
    exitCode: 2,
    codes: ['outside-link'],
  },
  {
    what: 'a journal that never ends',
    make: replaceBy(JOURNAL, link('/dev/zero')),
    exitCode: 2,
    codes: ['outside-link'],
  },
  {
    what: 'a journal that is a pipe, and other pipes',
    make({ dir, remove }) {
      remove(JOURNAL);
      for (const file of [JOURNAL, 'drizzle/x.sql', 'drizzle/meta/0009_snapshot.json'])
        execFileSync('mkfifo', [path.join(dir, file)]);
    },
    exitCode: 1,
    codes: ['broken-journal'],
  },
  {
    what: 'names with a line end, quotes, a shell in them, an escape and two hundred letters',
    make: ({ write }) =>
      write(
        Object.fromEntries(
          ['a\nb', `"'`, '$(touch x)`touch y`', '\u001b[31m', 'x'.repeat(200), '__proto__'].map((name) => [
            `drizzle/${name}.sql`,
            '',
          ]),
        ),
      ),
    exitCode: 1,
    codes: ['orphan-sql'],
  },
  {
    what: 'a name that is not UTF-8',
    make: ({ dir }) => writeFileSync(Buffer.concat([Buffer.from(`${dir}/drizzle/`), NOT_UTF8]), ''),
    exitCode: 1,
    codes: ['orphan-sql'],
  },
  {
    what: 'bytes that are not UTF-8',
    make: ({ dir }) => writeFileSync(path.join(dir, JOURNAL), Buffer.from([0xff, 0xfe, 0, 0x80])),
    exitCode: 1,
    codes: ['broken-journal'],
  },
  {
    what: 'brackets a million deep',
    files: { ...SOUND, [JOURNAL]: '['.repeat(1_000_000) },
    exitCode: 1,
    codes: ['broken-journal'],
  },
  {
    what: 'ten thousand entries without files',
    files: { [JOURNAL]: JSON.stringify({ entries: Array.from({ length: 10_000 }, (_, at) => entry(at)) }) },
    exitCode: 1,
    codes: ['missing-sql', 'missing-snapshot'],
  },
  {
    what: 'a file in place of the whole folder',
    make: replaceBy('drizzle', (file) => writeFileSync(file, '')),
    exitCode: 2,
    codes: ['unreadable-folder'],
  },
  {
    what: 'a link to nowhere in place of the whole folder',
    make: replaceBy('drizzle', link('nowhere')),
    exitCode: 2,
    codes: ['no-migrations'],
  },
  {
    what: 'a link to itself in place of the whole folder',
    make: replaceBy('drizzle', link('drizzle')),
    exitCode: 2,
    codes: ['unreadable-folder'],
  },
];

const NOT_UTF8 = Buffer.from([0xff, 0xfe, 0x2e, 0x73, 0x71, 0x6c]);

test.skipIf(process.platform !== 'linux').each(CASES)(
  '$what: $exitCode',
  ({ files = SOUND, make, exitCode, codes }) =>
    withWorkspace(files, (workspace) => {
      make?.(workspace);
      expect(checkedUnchanged(workspace)).toEqual({ exitCode, codes });
    }),
);

test('a journal that may not be read: 2', (context) => {
  if (process.getuid?.() === 0) context.skip('root may read everything');
  return withWorkspace(SOUND, (workspace) => {
    chmodSync(path.join(workspace.dir, JOURNAL), 0);
    expect(checkedUnchanged(workspace)).toEqual({ exitCode: 2, codes: ['unreadable-folder'] });
    rmSync(path.join(workspace.dir, JOURNAL));
  });
});

/** What the bin says of drizzle/; fails where the bin has written, printed a stack or no JSON. */
function checkedUnchanged({ dir, bin }: Workspace): { exitCode: number | null; codes: string[] } {
  const before = listing(dir);
  const { exitCode, stderr, json } = bin(['check', '--migrations', 'drizzle', '--json']);
  expect(listing(dir)).toEqual(before);
  expect(stderr).not.toMatch(/^ {4}at /m);
  const document = json();
  expect(document.exitCode).toBe(exitCode);
  const [database] = document.databases;
  const error = database?.error ?? document.error;
  return { exitCode, codes: error ? [error.code] : codesOf(database.findings) };
}

/** Everything below a folder as its listing tells it, links not followed. */
function listing(dir: string): string[] {
  return readdirSync(dir, { encoding: 'latin1', withFileTypes: true }).flatMap((child) => {
    const file = Buffer.concat([Buffer.from(`${dir}/`, 'latin1'), Buffer.from(child.name, 'latin1')]);
    const { mode, size, mtimeMs } = lstatSync(file);
    const below = child.isDirectory() ? listing(file.toString('latin1')) : [];
    return [`${file.toString('latin1')} ${mode} ${size} ${mtimeMs}`, ...below];
  });
}
