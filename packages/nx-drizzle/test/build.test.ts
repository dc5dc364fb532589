import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
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
