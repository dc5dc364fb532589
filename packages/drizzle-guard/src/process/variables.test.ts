import { expect, test } from 'vitest';
import { environmentWithoutGit, offlineEnvironment, withheldNames } from './variables';

const isKept = (name: string, value = 'value') => Object.hasOwn(offlineEnvironment({ [name]: value }), name);

test.each([
  'DATABASE_URL',
  'DB_PASS',
  'PGPASSWORD',
  'MYSQL_PWD',
  'TURSO_AUTH_TOKEN',
  'CONNSTR',
  'GH_PAT',
  'SIGNING_KEY',
  'MONGO',
  'MAIN',
  'npm_config__auth',
  'npm_package_config_token',
  'HTTP_PROXY',
  'AWS_PROFILE',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'TABLE_PREFIX',
  'API_URL',
  'LCOV_TOKEN',
  'PATH_TO_KEY',
])('%s is not shown to a schema', (name) => {
  expect(isKept(name)).toBe(false);
});

test.each([
  'PATH',
  'Path',
  'HOME',
  'NODE_ENV',
  'NODE_OPTIONS',
  'TZ',
  'LANG',
  'LC_ALL',
  'CI',
  'TMPDIR',
  'SystemRoot',
])('%s is shown to it', (name) => {
  expect(isKept(name)).toBe(true);
});

test('a value of any length is looked past', () => {
  const started = performance.now();
  offlineEnvironment({ LONG: `a://${'a'.repeat(100_000)}`, PATH: 'a://'.repeat(25_000) });
  expect(performance.now() - started).toBeLessThan(2000);
});

test('git’s own variables are shown to no child at all', () => {
  const environment = {
    GIT_DIR: '/repo/.git',
    GIT_INDEX_FILE: 'index.lock',
    GITHUB_SHA: '1',
    DATABASE_URL: 'x',
    HOME: '/home/ada',
  };
  expect(offlineEnvironment(environment)).toEqual({ HOME: '/home/ada' });
  expect(environmentWithoutGit(environment)).toEqual({
    GITHUB_SHA: '1',
    DATABASE_URL: 'x',
    HOME: '/home/ada',
  });
});

test("withheld is what is set and not given, by name and without a value; git's own is nobody's to name", () => {
  const environment = { PATH: '/bin', TABLE_PREFIX: 'x_', GIT_DIR: '/r/.git', LANG: 'C', GONE: undefined };
  expect(withheldNames(environment, offlineEnvironment(environment))).toEqual(['TABLE_PREFIX']);
  expect(withheldNames(environment, { ...offlineEnvironment(environment), TABLE_PREFIX: '' })).toEqual([]);
});
