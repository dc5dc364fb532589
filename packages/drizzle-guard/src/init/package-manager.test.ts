import { expect, it } from 'vitest';
import { memoryFiles } from '../../test/support/init-facts';
import { readManifest } from './manifest';
import { detectPackageManager } from './package-manager';

const COMMAND = { run: 'node_modules/.bin/drizzle-guard', installed: 'node_modules/.bin/drizzle-guard' };
const IN_SERVER = 'server/node_modules/.bin/drizzle-guard';

function detect(manifest: object, files: Record<string, string>, home = '') {
  const all = memoryFiles({
    ...files,
    [home === '' ? 'package.json' : `${home}/package.json`]: JSON.stringify(manifest),
  });
  const found = detectPackageManager(all, readManifest(all, home));
  return { ...found, run: found.run('x') };
}

it.each([
  [
    {},
    {},
    {
      name: 'npm',
      run: 'npx x',
      installScript: 'prepare',
      lockFile: null,
      hookCommand: { install: 'npm install', ...COMMAND },
    },
  ],
  [
    {},
    { 'package-lock.json': '' },
    { name: 'npm', lockFile: 'package-lock.json', hookCommand: { install: 'npm ci', ...COMMAND } },
  ],
  [{}, { 'pnpm-lock.yaml': '' }, { name: 'pnpm', run: 'pnpm exec x', lockFile: 'pnpm-lock.yaml' }],
  [
    {},
    { 'bun.lockb': '' },
    {
      name: 'bun',
      install: 'bun install',
      hookCommand: {
        run: '"$(command -v node || echo bun)" node_modules/drizzle-guard/bin/drizzle-guard.js',
        installed: 'node_modules/drizzle-guard/bin/drizzle-guard.js',
        install: 'bun install',
      },
    },
  ],
  [
    {},
    { 'yarn.lock': '' },
    { name: 'yarn', installScript: 'prepare', hookCommand: { install: 'yarn install', ...COMMAND } },
  ],
  [
    {},
    { 'yarn.lock': '', '.yarnrc.yml': '' },
    { installScript: 'postinstall', hookCommand: { install: 'yarn install', ...COMMAND } },
  ],
  [{ packageManager: 'yarn@4.1.0' }, {}, { name: 'yarn', installScript: 'postinstall' }],
  [{ packageManager: 'yarn@1.22.22' }, { 'yarn.lock': '' }, { name: 'yarn', installScript: 'prepare' }],
  [{ packageManager: 'pnpm@9.0.0+sha512.ab' }, { 'package-lock.json': '' }, { name: 'pnpm', lockFile: null }],
])('%j with %j', (manifest, files, expected) => {
  expect(detect(manifest, files)).toMatchObject(expected);
});

it('in a folder: what to type at the root, and what a hook runs there', () => {
  expect(detect({}, { 'server/package-lock.json': '', 'yarn.lock': '' }, 'server')).toEqual({
    name: 'npm',
    install: '(cd server && npm install)',
    run: 'server/node_modules/.bin/x',
    installScript: 'prepare',
    lockFile: 'server/package-lock.json',
    hookCommand: { run: IN_SERVER, installed: IN_SERVER, install: 'npm ci in server' },
  });
  expect(detect({}, {}, "it's").hookCommand.run).toBe("'it'\\''s/node_modules/.bin/drizzle-guard'");
});
