import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import executors from '../executors.json';
import generators from '../generators.json';

const PACKAGE = path.resolve(__dirname, '..');
const require = createRequire(__filename);

test('what every nx command loads is one file', () => {
  const script = 'require(process.argv[1]); console.log(JSON.stringify(Object.keys(require.cache)));';
  const index = path.join(PACKAGE, 'dist/index.js');
  const printed = execFileSync(process.execPath, ['-e', script, index], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual([index]);
});

test.each([
  executors.executors.refuse.implementation,
  generators.generators.init.factory,
  generators.generators.remove.factory,
])('%s is there', (implementation) => {
  const [file, name] = implementation.split('#') as [string, string];
  expect(require(path.join(PACKAGE, file))[name]).toBeTypeOf('function');
});

test('what is built needs nx and drizzle-guard, and no other package', () => {
  const { dependencies, peerDependencies } = require('../package.json') as Record<string, object>;
  const stated = Object.keys({ ...dependencies, ...peerDependencies });
  for (const file of readdirSync(path.join(PACKAGE, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue;
    const text = readFileSync(path.join(PACKAGE, 'dist', file), 'utf8');
    const required = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!);
    const packages = required.filter((name) => !isBuiltin(name)).map((name) => name.split('/')[0]);
    expect(stated, file).toEqual(expect.arrayContaining(packages));
  }
});

test('the plugin runs the drizzle-guard that it depends on', () => {
  const bin = path.join(PACKAGE, 'bin/drizzle-guard.js');
  const { version } = require('drizzle-guard/package.json') as { version: string };
  expect(execFileSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toBe(`${version}\n`);
});
