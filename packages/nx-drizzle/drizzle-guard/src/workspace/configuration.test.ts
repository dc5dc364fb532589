import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { knownCodes } from '../rules/codes';
import { memoryTree } from '../sources/memory-tree';
import { readConfiguration } from './configuration';
import { configJsonSchema } from './configuration-schema';

const read = (text: string) => readConfiguration(memoryTree({ 'drizzle-guard.json': text }));
const refusal = (value: unknown) =>
  read(JSON.stringify(value)).then(
    () => 'accepted',
    (thrown: Error) => thrown.message,
  );

test('without the file everything has its default', async () => {
  expect(await readConfiguration(memoryTree({}))).toEqual({
    databases: {},
    cannotTell: 'error',
    proofLimit: '10s',
    migrate: { lockWait: '60s', lockTimeout: '5s', statementTimeout: false },
    checks: {},
    waivers: [],
    environments: {},
  });
});

test('a full configuration is read as it is, also with a byte order mark', async () => {
  const full = {
    $schema: './node_modules/drizzle-guard/schema.json',
    base: 'origin/main',
    cannotTell: 'warning',
    proofLimit: '10s',
    migrate: { lockWait: '2m', lockTimeout: false, statementTimeout: '10m' },
    databases: {
      db: { dir: 'packages/db', config: 'drizzle.config.ts' },
      legacy: { dir: 'legacy', dialect: 'mysql', schema: ['src/*.ts'], out: 'drizzle', casing: 'camelCase' },
    },
    checks: { 'orphan-sql': 'warning', 'index-gap': 'off' },
    waivers: [
      { database: 'legacy', code: 'dangling-parent', migration: '0030_x', reason: 'before snapshots' },
    ],
    environments: { staging: { urlEnv: 'STAGING_URL' }, production: { config: 'drizzle.config.prod.ts' } },
  };
  expect(await read(`\ufeff${JSON.stringify(full)}`)).toEqual(full);
});

test('an unknown key is refused wherever it is, and all faults are named at once', async () => {
  expect(
    await refusal({
      bases: 'main',
      databases: { db: { dir: 'db', shema: 'src' } },
      checks: { 'orphan-sq': 'off', 'missing-sql': 'on' },
      environments: { staging: { url: 'STAGING_URL' } },
    }),
  ).toMatchInlineSnapshot(`
    "drizzle-guard.json is not valid:
      unknown key databases.db.shema
      checks.missing-sql: Invalid type: Expected ("error" | "warning" | "off") but received "on"
      unknown key checks.orphan-sq
      unknown key environments.staging.url
      unknown key bases"
  `);
});

test.each([
  ['a database without its folder', { databases: { db: {} } }, 'databases.db.dir'],
  [
    'a dialect that there is not',
    { databases: { db: { dir: 'db', dialect: 'oracle' } } },
    'databases.db.dialect',
  ],
  ['a text at the top', 'main', 'the file: Invalid type'],
  [
    'a waiver of a code that there is not',
    { waivers: [{ database: 'db', code: 'dangling', reason: 'x' }] },
    'waivers.0.code: no finding that can be waived is called "dangling"',
  ],
  [
    'a waiver of unused waivers',
    { waivers: [{ database: 'db', code: 'unused-waiver', reason: 'x' }] },
    'waivers.0.code',
  ],
  ['a waiver without a reason', { waivers: [{ database: 'db', code: 'orphan-sql' }] }, 'waivers.0.reason'],
  [
    'a waiver with an empty reason',
    { waivers: [{ database: 'db', code: 'orphan-sql', reason: ' ' }] },
    'waivers.0.reason: a waiver needs a reason',
  ],
])('%s is refused', async (_name, value, words) => {
  expect(await refusal(value)).toContain(words);
});

test('what is not JSON is refused with its line', async () => {
  await expect(read('{\n  "base": "main",\n}')).rejects.toMatchObject({
    code: 'invalid-configuration',
    message: 'drizzle-guard.json, line 3: is not JSON: property name expected',
  });
});

test('every code of a finding is a key of checks', async () => {
  const checks = Object.fromEntries(knownCodes.map((code) => [code, 'warning']));
  expect((await read(JSON.stringify({ checks }))).checks).toEqual(checks);
});

test('the published schema.json is the one that the code makes', () => {
  const published = readFileSync(path.join(__dirname, '../../schema.json'), 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
});

// What every object has is a key of none; written as text, because a literal with __proto__ makes something else.
describe.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
  'a key "%s"',
  (name) => {
    test.each([
      [`{"${name}":{"dir":"db"}}`, name],
      [`{"databases":{"${name}":{"dir":"db"}}}`, `databases.${name}`],
      [`{"databases":{"db":{"dir":"db","${name}":{}}}}`, `databases.db.${name}`],
      [`{"environments":{"${name}":{"urlEnv":"X"}}}`, `environments.${name}`],
      [`{"environments":{"staging":{"${name}":null}}}`, `environments.staging.${name}`],
      [`{"checks":{"${name}":"off"}}`, `checks.${name}`],
      [`{"waivers":[{"database":"db","code":"orphan-sql","reason":"x","${name}":1}]}`, `waivers.0.${name}`],
    ])('is refused in %s', async (text, key) => {
      await expect(read(text)).rejects.toMatchObject({
        code: 'invalid-configuration',
        message: `drizzle-guard.json is not valid:\n  unknown key ${key}`,
      });
    });
  },
);

test('a key that stands twice in one object is refused with its line, beside all else', async () => {
  const text =
    '{\n  "databases": {\n    "db": { "dir": "a" },\n    "db": { "dir": "b" }\n  },\n  "bases": 1\n}';
  await expect(read(text)).rejects.toMatchObject({
    code: 'invalid-configuration',
    message:
      'drizzle-guard.json is not valid:\n  line 4 has the key "db" twice in one object\n  unknown key bases',
  });
  await expect(read('{"checks":{"index-gap":"off","index-gap":"error"}}')).rejects.toThrow(
    '"index-gap" twice',
  );
  await expect(read('{"base":"main","base":"main"}')).rejects.toThrow('line 1 has the key "base" twice');
});
