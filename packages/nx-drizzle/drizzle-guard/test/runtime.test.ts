import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment, emptyPglite, foldersHistory, journalHistory, repositoryRoot } from 'testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getStatus, migrate, type RuntimeMigrateOptions } from '../src/runtime';
import { sql } from './databases';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-runtime-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  }
}

const given = (more: Partial<RuntimeMigrateOptions> = {}): RuntimeMigrateOptions => ({
  migrations: path.join(dir, 'drizzle'),
  url: path.join(dir, '.pglite'),
  name: 'shop',
  ...more,
});
const tags = (migrations: readonly { migration: string }[]) => migrations.map(({ migration }) => migration);

describe('as published', () => {
  const REPORT = `
    const loaded = Object.keys(require.cache).map((file) => file.split('node_modules/').pop());
    const { migrate, getStatus } = require('drizzle-guard/runtime');
    const options = { migrations: 'drizzle', url: './.pglite' };
    (async () => {
      const first = await migrate(options);
      const second = await migrate(options);
      const { isUpToDate } = await getStatus(options);
      const loaded = Object.keys(require.cache).map((file) => file.split('/node_modules/').pop());
      console.log(JSON.stringify({ first, second, isUpToDate, loaded }));
    })();
  `;

  test('with PGlite and a migrations folder alone it applies, once; nothing else is installed or loaded', () => {
    const packed = path.join(repositoryRoot, 'packages/drizzle-guard');
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', dir], { cwd: packed });
    const [archive] = readdirSync(dir).filter((file) => file.endsWith('.tgz'));
    execFileSync('tar', ['-xzf', archive!], { cwd: dir });
    const pglite = '@electric-sql/pglite';
    mkdirSync(path.join(dir, 'node_modules/@electric-sql'), { recursive: true });
    renameSync(path.join(dir, 'package'), path.join(dir, 'node_modules/drizzle-guard'));
    symlinkSync(
      path.join(repositoryRoot, 'node_modules', pglite),
      path.join(dir, 'node_modules', pglite),
      'junction',
    );
    emptyPglite(path.join(dir, '.pglite'));
    write(journalHistory(['0000_a', '0001_b']));
    const run = spawnSync(process.execPath, ['-e', REPORT], {
      cwd: dir,
      env: cleanEnvironment() as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const { first, second, isUpToDate, loaded } = JSON.parse(run.stdout) as {
      first: { target: string; applied: { migration: string }[]; pending: string[] };
      second: { applied: unknown[] };
      isUpToDate: boolean;
      loaded: string[];
    };
    expect([first.target, tags(first.applied), first.pending]).toEqual([
      'pglite .pglite',
      ['0000_a', '0001_b'],
      [],
    ]);
    expect([second.applied, isUpToDate]).toEqual([[], true]);
    const packages = new Set(loaded.map((file) => /^(?:@[^/]+\/)?[^/]+/.exec(file)![0]));
    expect([...packages].sort()).toEqual([pglite, 'drizzle-guard']);
    // The functions and what reads the journal; nothing of the command line.
    expect(loaded.filter((file) => file.startsWith('drizzle-guard/')).length).toBeLessThan(4);
  });

  test('its text knows neither git nor what evaluates', () => {
    const text = readFileSync(path.join(repositoryRoot, 'packages/drizzle-guard/dist/runtime.js'), 'utf8');
    for (const word of ['esbuild', 'drizzle-kit/api', 'ls-files', 'schema-process', 'simple-git'])
      expect(text).not.toContain(word);
  });
});

test('folders of drizzle-kit 1.0, with their names in a ledger of another place', async () => {
  emptyPglite(path.join(dir, '.pglite'));
  write(foldersHistory(['20260101000000_a', '20260102000000_b']));
  const options = given({ ledger: { schema: 'meta', table: 'ours' } });
  const { applied, pending } = await migrate({ ...options, to: '20260101000000_a' });
  expect([tags(applied), pending]).toEqual([['20260101000000_a'], ['20260102000000_b']]);
  expect((await getStatus(options)).pending).toEqual(['20260102000000_b']);
  expect(await sql({ dir }, 'select name from meta.ours')).toEqual([{ name: '20260101000000_a' }]);
});

test('what is wrong is told by getStatus and refused by migrate; what fails says what is applied', async () => {
  emptyPglite(path.join(dir, '.pglite'));
  const failing = { tag: '0002_c', sql: 'SELECT 1/0;' };
  write(journalHistory(['0000_a', '0001_b', failing, '0003_d']));
  const controller = new AbortController();
  const stopped = migrate(given({ signal: controller.signal, onApplied: () => controller.abort() }));
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  const seen: string[] = [];
  await expect(
    migrate(given({ onApplied: ({ migration }) => void seen.push(migration) })),
  ).rejects.toMatchObject({
    code: 'failed-statement',
    message: expect.stringMatching(
      /division by zero[\s\S]*Applied in this run: 0001_b\. Not applied: 0002_c, 0003_d/,
    ),
  });
  expect(seen).toEqual(['0001_b']);

  write(journalHistory([{ tag: '0000_a', sql: 'CREATE TABLE other ();' }, '0001_b', failing, '0003_d']));
  expect(await getStatus(given())).toMatchObject({
    isUpToDate: false,
    pending: ['0002_c', '0003_d'],
    faults: [{ code: 'edited-migration' }],
  });
  await expect(migrate(given())).rejects.toMatchObject({
    code: 'unsound-migrations',
    message: expect.stringContaining('0000_a was applied with other SQL'),
  });
});

test('getStatus makes no database', async () => {
  write(journalHistory(['0000_a']));
  const { target, pending } = await getStatus(given());
  expect([target, pending]).toEqual([`pglite ${path.join(dir, '.pglite')}`, ['0000_a']]);
  expect(readdirSync(dir)).toEqual(['drizzle']);
});
