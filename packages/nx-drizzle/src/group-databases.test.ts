import { expect, test } from 'vitest';
import { groupDatabases } from './group-databases';

function configFilesOf(configFiles: string[]): string[] {
  return groupDatabases(configFiles).map(({ configFile }) => configFile);
}

test('environments beside a config are not databases', () => {
  expect(
    configFilesOf([
      'packages/db/drizzle.config.prod.ts',
      'packages/db/drizzle.config.ts',
      'packages/db/drizzle.dev.config.ts',
    ]),
  ).toEqual(['packages/db/drizzle.config.ts']);
});

test('a folder with environments alone is one database', () => {
  expect(configFilesOf(['packages/db/drizzle-prod.config.ts', 'packages/db/drizzle-dev.config.ts'])).toEqual([
    'packages/db/drizzle-dev.config.ts',
  ]);
});

test('a config is described by the file that drizzle-kit takes, not by what a compiler put beside it', () => {
  expect(configFilesOf(['db/drizzle.config.js', 'db/drizzle.config.ts'])).toEqual(['db/drizzle.config.ts']);
});

test('every infix is a database, with the environments that carry it', () => {
  expect(
    configFilesOf(['db/drizzle.sqlite.config.ts', 'db/drizzle.pg.prod.config.ts', 'db/drizzle.pg.config.ts']),
  ).toEqual(['db/drizzle.pg.config.ts', 'db/drizzle.sqlite.config.ts']);
});

test('two spellings of one infix are two databases, which have to be told apart', () => {
  const configFiles = ['db/drizzle-auth.config.ts', 'db/drizzle.auth.config.ts'];
  expect(configFilesOf(configFiles)).toEqual(configFiles);
});

test('a config without infix is a database beside one that has one', () => {
  expect(configFilesOf(['db/drizzle.pg.config.ts', 'db/drizzle.config.ts'])).toEqual([
    'db/drizzle.config.ts',
    'db/drizzle.pg.config.ts',
  ]);
});

test('two folders are two databases', () => {
  expect(configFilesOf(['api/orders/drizzle.config.ts', 'api/drizzle.config.prod.ts'])).toEqual([
    'api/drizzle.config.prod.ts',
    'api/orders/drizzle.config.ts',
  ]);
});

test('other files are none', () => {
  expect(configFilesOf(['db/drizzle.config.d.ts', 'db/package.json'])).toEqual([]);
});
