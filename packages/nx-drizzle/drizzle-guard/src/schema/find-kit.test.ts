import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findKit } from './kit';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'guard-kit-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function install(version: string, ...more: string[]): void {
  const home = path.join(folder, 'node_modules/drizzle-kit');
  mkdirSync(home, { recursive: true });
  for (const file of ['index.js', ...more]) writeFileSync(path.join(home, file), '');
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ version }));
}

it.each(['0.20.18', '0.30.6', '1.0.0-beta.1'])('drizzle-kit %s is refused by its version', (version) => {
  install(version);
  expect(() => findKit(folder)).toThrow(
    `drizzle-kit ${version} is installed, and this version of drizzle-guard works with 0.31 and with 1.0`,
  );
});

it.each([
  ['0.31.0', 'journal'],
  ['0.32.1', 'journal'],
  ['1.0.0-rc.5', 'folders'],
  ['1.1.0', 'folders'],
])('drizzle-kit %s is served', (version, layout) => {
  install(version, 'payload-postgres.js');
  expect(findKit(folder).layout).toBe(layout);
});
