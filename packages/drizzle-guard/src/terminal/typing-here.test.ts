import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toRootFrom, typingIn } from './typing-here';

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(path.join(tmpdir(), 'guard-typing-')))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const BIN = 'node_modules/.bin/drizzle-guard';

function repository(...files: (string | [string, string])[]): void {
  for (const one of ['.git/HEAD', ...files]) {
    const [file, text] = typeof one === 'string' ? [one, ''] : one;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

const typing = (folder = '', started = '/home/me/.npm/_npx/1/node_modules/.bin/drizzle-guard') =>
  typingIn(path.join(root, folder), started).prefix;

it.each([
  [['package-lock.json'], 'npx '],
  [['pnpm-lock.yaml'], 'pnpm exec '],
  [['yarn.lock'], 'yarn '],
  [['bun.lock'], 'bunx '],
  [[['package.json', '{ "packageManager": "pnpm@10.1.0" }'], 'package-lock.json'], 'pnpm exec '],
] as [(string | [string, string])[], string][])('%j, installed', (files, expected) => {
  repository(BIN, ...files);
  expect(typing()).toBe(expected);
});

it.each([
  ['package-lock.json', 'npx '],
  ['pnpm-lock.yaml', 'pnpm dlx '],
  ['yarn.lock', 'npx '],
])('%s, not installed', (lock, expected) => {
  repository(lock);
  expect(typing()).toBe(expected);
});

it('in a folder: the nearest that says one counts, and what is installed above', () => {
  repository(BIN, 'pnpm-lock.yaml', 'apps/a/x', 'apps/b/yarn.lock');
  expect(typing('apps/a')).toBe('pnpm exec ');
  expect(typing('apps/b')).toBe('yarn ');
});

it('installed in a folder below: the path from where it is typed', () => {
  repository(`server/${BIN}`, 'server/bun.lock', 'yarn.lock', 'client/x');
  const started = path.join(root, 'server', BIN);
  expect(typing('', started)).toBe('server/node_modules/.bin/');
  expect(typing('client', started)).toBe('../server/node_modules/.bin/');
  expect(typing('server', started)).toBe('bunx ');
  expect(typingIn(root, started).manager).toBe('bun');
});

it('the way to the root from where somebody types', () => {
  const at = path.join(root, 'packages/db');
  expect(toRootFrom(at, {})).toBe('');
  repository('packages/db/package.json');
  expect(toRootFrom(at, {})).toBe('../..');
  expect(toRootFrom(root, {})).toBe('');
  expect(toRootFrom(root, { GIT_PREFIX: 'packages/db/' })).toBe('../..');
  expect(toRootFrom(at, { NX_TASK_TARGET_PROJECT: 'db' })).toBe('');
});
