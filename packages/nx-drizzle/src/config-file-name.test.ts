import * as drizzleGuard from 'drizzle-guard';
import { expect, test } from 'vitest';
import { parseConfigFileName } from './config-file-name';

test.each([
  ['drizzle.config.ts', '', null],
  ['drizzle.config.json', '', null],
  ['drizzle.pg.config.ts', 'pg', null],
  ['drizzle.config.pg.ts', 'pg', null],
  ['drizzle-sqlite.config.mjs', 'sqlite', null],
  ['drizzle.billing-archive.config.cts', 'billing-archive', null],
  ['drizzle-dev.config.ts', '', 'dev'],
  ['drizzle.config.prod.ts', '', 'prod'],
  ['drizzle.production.config.js', '', 'production'],
  ['drizzle.pg-staging.config.ts', 'pg', 'staging'],
  ['drizzle.local.pg.config.mts', 'pg', 'local'],
  ['drizzle.development.config.ts', '', 'development'],
  ['drizzle.test.config.ts', '', 'test'],
  ['drizzle.stage.config.ts', '', 'stage'],
  ['drizzle.preview.config.ts', '', 'preview'],
  ['drizzle.products.config.ts', 'products', null],
])('%s is the database "%s" in the environment %s', (fileName, infix, environment) => {
  expect(parseConfigFileName(fileName)).toEqual({ infix, environment });
});

test.each([
  'drizzle.config.d.ts',
  'drizzle.config.d.mts',
  'drizzle.config.yaml',
  'drizzle.config',
  'drizzle.ts',
  'drizzlekit.config.ts',
  'my-drizzle.config.ts',
  'vite.config.ts',
])('%s is no drizzle config', (fileName) => {
  expect(parseConfigFileName(fileName)).toBeNull();
});

// The plugin has a copy of its own, so that no nx command has to load drizzle-guard.
test('drizzle-guard reads the same names as databases', () => {
  const names = [
    'drizzle.config.ts',
    'drizzle.pg.config.ts',
    'drizzle-dev.config.ts',
    'drizzle.config.d.ts',
    'x.ts',
  ];
  for (const name of names) {
    const [own, theirs] = [parseConfigFileName(name), drizzleGuard.parseConfigFileName(name)];
    expect(own?.infix).toBe(theirs?.infix);
    expect(own?.environment === null).toBe(theirs?.environment === null);
  }
});
