import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GuardError } from '../errors/guard-error';
import { BUILT_IN_ENVIRONMENTS, chooseEnvironment, refuseWrongTarget } from './choose-environment';

const choose = (flag?: string, variable?: string, known: readonly string[] = BUILT_IN_ENVIRONMENTS) =>
  chooseEnvironment({ flag, variable, known });

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

describe('laws', () => {
  const name = fc.constantFrom('', 'development', 'staging', 'production', 'preview', 'prod', 'Staging', ' ');
  const maybe = fc.option(name, { nil: undefined });
  const known = fc.subarray(['staging', 'production', 'preview']).map((more) => ['development', ...more]);

  test('what is chosen is known, and is what was asked for: never another in its place', () => {
    fc.assert(
      fc.property(maybe, maybe, known, (flag, variable, all) => {
        const asked = flag ?? (variable === '' ? undefined : variable);
        if (asked !== undefined && !all.includes(asked))
          return void expect(() => choose(flag, variable, all)).toThrow(
            expect.objectContaining({ code: 'unknown-environment' }),
          );
        const chosen = choose(flag, variable, all);
        expect(chosen).toEqual({ name: asked ?? 'development', asked: asked !== undefined });
        expect(all).toContain(chosen.name);
      }),
    );
  });

  test('a refusal names all that are known, says that nothing was opened, and what to do', () => {
    fc.assert(
      fc.property(known, (all) => {
        const refused = refusalOf(() => choose('elsewhere', undefined, all));
        for (const one of all) expect(refused?.message).toContain(one);
        expect(refused?.help).toMatch(/no database was opened$/);
      }),
    );
  });

  const facts = fc.record({
    name: fc.constantFrom('development', 'staging', 'production', 'preview'),
    asked: fc.boolean(),
    insideWorkTree: fc.boolean(),
    ci: fc.boolean(),
    ownConnection: fc.boolean(),
  });

  test('a file of this checkout is never what stands for another environment', () => {
    fc.assert(
      fc.property(facts, ({ name, asked, insideWorkTree, ...rest }) => {
        const refused = refusalOf(() =>
          refuseWrongTarget({ name, asked }, { ...file, insideWorkTree }, rest),
        );
        if (name !== 'development' && insideWorkTree && !rest.ownConnection)
          expect(refused?.code).toBe('not-its-database');
        if (insideWorkTree && name === 'development') expect(refused).toBeNull();
      }),
    );
  });

  test('in CI nothing but such a file is opened unless its environment was named', () => {
    fc.assert(
      fc.property(facts, ({ name, asked, insideWorkTree, ...rest }) => {
        const refused = refusalOf(() =>
          refuseWrongTarget({ name, asked }, { ...server, insideWorkTree }, rest),
        );
        if (rest.ci && !asked && !insideWorkTree) expect(refused?.code).toBe('no-environment');
        else if (!insideWorkTree) expect(refused).toBeNull();
      }),
    );
  });

  test('who gives an environment a connection of its own is believed', () => {
    fc.assert(
      fc.property(facts, ({ name, insideWorkTree, ci }) => {
        const target = { ...server, insideWorkTree };
        const own = refusalOf(() =>
          refuseWrongTarget({ name, asked: true }, target, { ci, ownConnection: true }),
        );
        expect(own).toBeNull();
      }),
    );
  });
});

function refusalOf(work: () => unknown): GuardError | null {
  try {
    work();
    return null;
  } catch (thrown) {
    if (thrown instanceof GuardError) return thrown;
    throw thrown;
  }
}
