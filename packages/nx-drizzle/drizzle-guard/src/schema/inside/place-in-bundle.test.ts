import { expect, test } from 'vitest';
import { placeInBundle } from './place-in-bundle';

const FILE = '/repository/db/drizzle-guard-schema.cjs';
const CODE = ['"use strict";', '// tree:db/src/a.ts', 'f();', '', '// tree:db/src/b.ts', 'g();'].join('\n');
const stackAt = (line: number) =>
  `ReferenceError: g is not defined\n    at Object.<anonymous> (${FILE}:${line}:1)\n    at node:internal/modules:1:2`;

test('the file above whose code the error came from', () => {
  expect(placeInBundle(CODE, FILE, stackAt(3))).toBe('db/src/a.ts');
  expect(placeInBundle(CODE, FILE, stackAt(6))).toBe('db/src/b.ts');
});

test('nothing where the error came from somewhere else', () => {
  expect(placeInBundle(CODE, FILE, stackAt(1))).toBeNull();
  expect(placeInBundle(CODE, FILE, 'Error: x\n    at /repository/node_modules/pg/index.js:3:1')).toBeNull();
  expect(placeInBundle(CODE, FILE, '')).toBeNull();
});
