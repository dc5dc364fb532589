import { expect, test } from 'vitest';
import { environmentWithoutGit, offlineEnvironment } from './variables';

const isKept = (name: string, value = 'value') => Object.hasOwn(offlineEnvironment({ [name]: value }), name);

test.each([
  'DATABASE_URL',
  'DATABASE_URI',
  'DB_URL',
  'POSTGRES_URL',
  'POSTGRES_PRISMA_URL',
  'DB_PASSWORD',
  'DB_PASS',
  'PGPASSWORD',
  'PGHOST',
  'MYSQL_PWD',
  'TURSO_AUTH_TOKEN',
  'NPM_TOKEN',
  'STRIPE_SECRET_KEY',
  'OPENAI_API_KEY',
  'AWS_ACCESS_KEY_ID',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'SSH_PRIVATE_KEY',
  'database_url',
  'DB_CONNECTION_STRING',
])('%s is not shown to a schema', (name) => {
  expect(isKept(name)).toBe(false);
});

test.each(['PATH', 'HOME', 'NODE_ENV', 'NODE_OPTIONS', 'TZ', 'LANG', 'DB_DRIVER', 'TABLE_PREFIX', 'API_URL'])(
  '%s is shown to it',
  (name) => {
    expect(isKept(name)).toBe(true);
  },
);

test('a URL with a password is not shown, whatever the variable is called', () => {
  expect(isKept('MAIN', 'postgres://ada:secret@db.example/shop')).toBe(false);
  expect(isKept('MAIN', 'replica=postgresql+asyncpg://ada:secret@db.example/shop')).toBe(false);
  expect(isKept('MAIN', 'redis://:secret@cache.example')).toBe(false);
  expect(isKept('MAIN', 'https://example.com/a:b@c')).toBe(true);
});

test('git’s own variables are shown to no child at all', () => {
  const environment = {
    GIT_DIR: '/repo/.git',
    GIT_INDEX_FILE: 'index.lock',
    GITHUB_SHA: '1',
    DATABASE_URL: 'x',
  };
  expect(offlineEnvironment(environment)).toEqual({ GITHUB_SHA: '1' });
  expect(environmentWithoutGit(environment)).toEqual({ GITHUB_SHA: '1', DATABASE_URL: 'x' });
});
