import { expect, test } from 'vitest';
import { parseConfigFileName } from './config-file-name';

test.each([
  ['drizzle.config.ts', '', null],
  ['drizzle.config.js', '', null],
  ['drizzle.config.mts', '', null],
  ['drizzle.config.cjs', '', null],
  ['drizzle.config.json', '', null],
  ['drizzle.pg.config.ts', 'pg', null],
  ['drizzle-pg.config.ts', 'pg', null],
  ['drizzle.config.pg.ts', 'pg', null],
  ['drizzle-read-model.config.ts', 'read-model', null],
  ['drizzle.config.prod.ts', '', 'production'],
  ['drizzle.production.config.ts', '', 'production'],
  ['drizzle-prod.config.ts', '', 'production'],
  ['drizzle.config.stage.ts', '', 'staging'],
  ['drizzle.config.staging.ts', '', 'staging'],
  ['drizzle.config.dev.ts', '', 'development'],
  ['drizzle.config.development.ts', '', 'development'],
  ['drizzle.local.config.ts', '', 'development'],
  ['drizzle.config.test.ts', '', 'test'],
  ['drizzle.config.preview.ts', '', 'preview'],
  ['drizzle.pg.config.prod.ts', 'pg', 'production'],
  ['drizzle.pg.prod.config.ts', 'pg', 'production'],
  ['drizzle.constructor.config.ts', 'constructor', null],
  ['drizzle-sqlite.config.mjs', 'sqlite', null],
  ['drizzle.billing-archive.config.cts', 'billing-archive', null],
  ['drizzle.products.config.ts', 'products', null],
  ['drizzle-dev.config.ts', '', 'development'],
  ['drizzle.test.config.ts', '', 'test'],
  ['drizzle.stage.config.ts', '', 'staging'],
  ['drizzle.preview.config.ts', '', 'preview'],
  ['drizzle.pg-staging.config.ts', 'pg', 'staging'],
  ['drizzle.local.pg.config.mts', 'pg', 'development'],
  ['drizzle.dev.local.config.ts', '', 'development'],
  ['drizzle.config.production.local.ts', '', 'production'],
  ['drizzle-pg.config.dev-local.ts', 'pg', 'development'],
])('%s', (fileName, infix, environment) => {
  expect(parseConfigFileName(fileName)).toEqual({ infix, environment });
});

test.each([
  'drizzle.ts',
  'drizzle.config',
  'drizzle.config.md',
  'drizzle.config.yaml',
  'drizzle.config.d.ts',
  'drizzle.config.d.mts',
  'drizzle.config.d',
  'my-drizzle.config.ts',
  'drizzleconfig.ts',
  'drizzlekit.config.ts',
  'drizzle.config.ts.bak',
  'vite.config.ts',
])('%s is no drizzle config', (fileName) => {
  expect(parseConfigFileName(fileName)).toBeNull();
});
