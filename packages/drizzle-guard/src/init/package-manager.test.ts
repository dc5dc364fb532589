import { expect, it } from 'vitest';
import { memoryFiles } from '../../test/support/init-facts';
import { readManifest } from './manifest';
import { detectPackageManager } from './package-manager';

it.each([
  [{}, {}, { name: 'npm', installScript: 'prepare', lockFile: null }],
  [{}, { 'package-lock.json': '' }, { name: 'npm', lockFile: 'package-lock.json' }],
  [{}, { 'pnpm-lock.yaml': '' }, { name: 'pnpm', run: 'pnpm exec', lockFile: 'pnpm-lock.yaml' }],
  [{}, { 'bun.lockb': '' }, { name: 'bun', install: 'bun install' }],
  [{}, { 'yarn.lock': '' }, { name: 'yarn', installScript: 'prepare', linksCommands: true }],
  [
    {},
    { 'yarn.lock': '', '.yarnrc.yml': '', '.pnp.cjs': '' },
    { installScript: 'postinstall', linksCommands: false },
  ],
  [{ packageManager: 'yarn@4.1.0' }, {}, { name: 'yarn', installScript: 'postinstall' }],
  [{ packageManager: 'yarn@1.22.22' }, { 'yarn.lock': '' }, { name: 'yarn', installScript: 'prepare' }],
  [{ packageManager: 'pnpm@9.0.0+sha512.ab' }, { 'package-lock.json': '' }, { name: 'pnpm', lockFile: null }],
])('%j with %j', (manifest, files, expected) => {
  const all = memoryFiles({ ...files, 'package.json': JSON.stringify(manifest) });
  expect(detectPackageManager(all, readManifest(all))).toMatchObject(expected);
});
