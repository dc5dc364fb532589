import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Workspace } from 'testkit';
import { manifestText, readManifest, type Manifest } from '../../src/backup/manifest';
import { restore } from '../../src/commands/restore/run';
import { POSTS, USERS, withSqlite } from '../engines/sqlite/fixtures';
import { one, taken } from './taken';

vi.setConfig({ testTimeout: 120_000 });

let workspace: Workspace;
let file: string;
let end: () => void;
let ended: Promise<void>;

beforeAll(async () => {
  await new Promise<void>((ready) => {
    ended = withSqlite([USERS, POSTS], async (made) => {
      workspace = made;
      one(made, 'migrate');
      file = taken(made);
      ready();
      await new Promise<void>((resolve) => (end = resolve));
    });
  });
});
afterAll(async () => {
  end();
  await ended;
});

/** Spoils a copy of the backup, and tells what restore says of it; the database is as it was. */
async function refusalOf(
  spoil: (copy: string) => void,
): Promise<[code: string, message: string, help: string]> {
  const copy = path.join(workspace.dir, 'copy.sqlite');
  copyFileSync(path.join(workspace.dir, file), copy);
  copyFileSync(path.join(workspace.dir, `${file}.json`), `${copy}.json`);
  const database = path.join(workspace.dir, 'local.db');
  const before = readFileSync(database);
  spoil(copy);
  const lines: string[] = [];
  const { code, message, help } = await restore({
    ...{
      cwd: workspace.dir,
      file: 'copy.sqlite',
      yes: 'shop@development',
      onStart: (line) => lines.push(line),
    },
  }).then(
    ({ databases }) => databases[0]!.error!,
    (thrown: unknown) => thrown as Error & { code: string; help: string },
  );
  expect(readFileSync(database).equals(before)).toBe(true);
  const masked = (text: string) =>
    text
      .replaceAll(workspace.dir, '<dir>')
      .replaceAll(/\b\d{4,} bytes/g, '<n> bytes')
      .replaceAll(/, and \d+ were/g, ', and <n> were');
  return [code, masked(message), masked(help)];
}

function rewrite(copy: string, change: (manifest: Manifest) => Manifest): void {
  writeFileSync(`${copy}.json`, manifestText(change(readManifest(readFileSync(`${copy}.json`, 'utf8'))!)));
}

test('cut off', async () => {
  expect(await refusalOf((copy) => truncateSync(copy, 8192))).toMatchInlineSnapshot(`
    [
      "damaged-backup",
      "copy.sqlite is no sound backup: it has <n> bytes, and <n> were written: it is cut off, or its manifest is that of another file; nothing was changed",
      "bring the file back from where you keep copies, or name another backup",
    ]
  `);
});

test('with something behind its end', async () => {
  expect((await refusalOf((copy) => appendFileSync(copy, 'x')))[1]).toMatchInlineSnapshot(
    `"copy.sqlite is no sound backup: it has <n> bytes, and <n> were written: something was added to it, or its manifest is that of another file; nothing was changed"`,
  );
});

test('with other bytes', async () => {
  const spoil = (copy: string) => {
    const bytes = readFileSync(copy);
    bytes[5000] = bytes[5000]! ^ 1;
    writeFileSync(copy, bytes);
  };
  expect(await refusalOf(spoil)).toMatchInlineSnapshot(`
    [
      "damaged-backup",
      "copy.sqlite is no sound backup: its checksum is not the one in its manifest: its bytes were changed, or the manifest is that of another file; nothing was changed",
      "bring the file back from where you keep copies, or name another backup",
    ]
  `);
});

test('without a manifest', async () => {
  expect(await refusalOf((copy) => rmSync(`${copy}.json`))).toMatchInlineSnapshot(`
    [
      "damaged-backup",
      "copy.sqlite is no sound backup: its manifest copy.sqlite.json is not there, and nothing else says what it is a backup of; nothing was changed",
      "bring the file back from where you keep copies, or name another backup",
    ]
  `);
});

test('with a manifest that was edited', async () => {
  const spoil = (copy: string) =>
    writeFileSync(`${copy}.json`, readFileSync(`${copy}.json`, 'utf8').replace('development', 'production'));
  expect((await refusalOf(spoil))[1]).toMatchInlineSnapshot(
    `"copy.sqlite is no sound backup: its manifest was changed since it was written, or is none; nothing was changed"`,
  );
});

test('with the manifest of another file', async () => {
  const other = { sha256: 'ab'.repeat(32) };
  expect(
    (await refusalOf((copy) => rewrite(copy, (manifest) => ({ ...manifest, ...other }))))[1],
  ).toMatchInlineSnapshot(
    `"copy.sqlite is no sound backup: its checksum is not the one in its manifest: its bytes were changed, or the manifest is that of another file; nothing was changed"`,
  );
});

test('damaged before it was described', async () => {
  const spoil = (copy: string) => {
    const bytes = readFileSync(copy).fill(7, 4096);
    writeFileSync(copy, bytes);
    rewrite(copy, (manifest) => ({ ...manifest, sha256: createHash('sha256').update(bytes).digest('hex') }));
  };
  const [code, message] = await refusalOf(spoil);
  expect(code).toBe('damaged-backup');
  expect(message).toMatch(/^\S+copy\.sqlite is no sound backup: /);
});

test.each([
  ['of another database', { database: 'billing' }],
  ['of another dialect', { dialect: 'postgresql', kind: 'postgres' as const }],
  ['of another layout', { layout: 'folders' }],
  [
    'by a command',
    {
      kind: 'command' as const,
      file: null,
      reference: 'snapshot 7',
      tool: { name: 'make-snapshot', version: '' },
    },
  ],
])('%s', async (_, other) => {
  const spoil = (copy: string) => rewrite(copy, (manifest) => ({ ...manifest, ...other }));
  expect(await refusalOf(spoil)).toMatchSnapshot();
});

test('that is not there', async () => {
  expect(await refusalOf((copy) => rmSync(copy))).toMatchInlineSnapshot(`
    [
      "missing-backup",
      "there is no backup copy.sqlite; nothing was changed",
      "name a file that \`drizzle-guard backup\` has written, from the folder in which you are",
    ]
  `);
});

test('another database than the one that was asked for', async () => {
  const { exitCode, error } = one(workspace, 'restore', file, '--yes', 'shop@production');
  expect([exitCode, error.code, error.message]).toMatchInlineSnapshot(`
    [
      2,
      "not-confirmed",
      "--yes names shop@production, and this is about shop@development; nothing was changed",
    ]
  `);
});
