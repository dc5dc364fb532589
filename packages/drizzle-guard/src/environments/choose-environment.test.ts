import { expect, test } from 'vitest';
import { BUILT_IN_ENVIRONMENTS, chooseEnvironment, refuseWrongTarget } from './choose-environment';

const choose = (flag?: string, variable?: string, known: readonly string[] = BUILT_IN_ENVIRONMENTS) =>
  chooseEnvironment({ flag, variable, ci: false, known });

test('development is the default, and counts as not asked for', () => {
  expect(choose()).toEqual({ name: 'development', asked: false });
  expect(choose(undefined, '')).toEqual({ name: 'development', asked: false });
});

test('the flag wins over the variable', () => {
  expect(choose('staging', 'production')).toEqual({ name: 'staging', asked: true });
  expect(choose(undefined, 'production')).toEqual({ name: 'production', asked: true });
  expect(choose('development')).toEqual({ name: 'development', asked: true });
});

test('an environment that nothing defines is refused, from wherever its name comes', () => {
  expect(() => choose('stagin')).toThrow(
    'there is no environment stagin: development, staging, production are known',
  );
  expect(() => choose(undefined, 'prod')).toThrow('there is no environment prod');
  expect(() => choose('')).toThrow('there is no environment');
  expect(choose('preview', undefined, [...BUILT_IN_ENVIRONMENTS, 'preview']).name).toBe('preview');
});

const file = { description: 'pglite .pglite', insideWorkTree: true };
const server = { description: 'postgres db.example:5432', insideWorkTree: false };

test.each([
  ['the default on a file of this checkout', undefined, file, { ci: false, ownConnection: false }],
  ['the same in CI', undefined, file, { ci: true, ownConnection: false }],
  ['the default on a server', undefined, server, { ci: false, ownConnection: false }],
  ['staging with a connection of its own', 'staging', file, { ci: true, ownConnection: true }],
  ['production on a server, in CI', 'production', server, { ci: true, ownConnection: false }],
])('allowed: %s', (_name, flag, target, facts) => {
  expect(() => refuseWrongTarget(choose(flag), target, facts)).not.toThrow();
});

test.each([
  ['a server in CI without a name', undefined, server, { ci: true, ownConnection: false }, 'no-environment'],
  ['staging on a development file', 'staging', file, { ci: false, ownConnection: false }, 'not-its-database'],
  [
    'production on a development file',
    'production',
    file,
    { ci: true, ownConnection: false },
    'not-its-database',
  ],
])('refused: %s', (_name, flag, target, facts, code) => {
  expect(() => refuseWrongTarget(choose(flag), target, facts)).toThrow(expect.objectContaining({ code }));
});
