import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireModules } from './require-modules';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'guard-pnp-'));
  mkdirSync(path.join(root, 'yarn/packages/db'), { recursive: true });
  writeFileSync(path.join(root, 'yarn/.pnp.cjs'), '');
});
afterAll(() => rmSync(root, { recursive: true }));

it('says in one sentence that drizzle-kit does not run under Plug’n’Play', () => {
  const refused = () => requireModules(path.join(root, 'yarn/packages/db'), true);
  expect(refused).toThrow("installed by Yarn's Plug'n'Play, where drizzle-kit does not run");
});

it('says the same to who runs it by npx, where there is no node_modules', () => {
  expect(() => requireModules(path.join(root, 'yarn/packages/db'), false)).toThrow("Yarn's Plug'n'Play");
});

it('does not mind what yarn dlx is started with, nor a file that is left over, nor what is around the repository', () => {
  expect(() => requireModules(root, true)).not.toThrow();
  mkdirSync(path.join(root, 'yarn/node_modules/.bin'), { recursive: true });
  expect(() => requireModules(path.join(root, 'yarn'), false)).not.toThrow();
  mkdirSync(path.join(root, 'yarn/inner/.git'), { recursive: true });
  expect(() => requireModules(path.join(root, 'yarn/inner'), true)).not.toThrow();
});
