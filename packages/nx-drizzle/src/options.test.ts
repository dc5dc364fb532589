import { expect, test } from 'vitest';
import { parseOptions } from './options';

test('without options the targets have the names of the commands', () => {
  expect(parseOptions(undefined)).toEqual({
    generate: 'generate',
    check: 'check',
    'check-base': 'check-base',
    history: 'history',
    migrate: 'migrate',
    status: 'status',
    doctor: 'doctor',
  });
});

test('the prefix stands before every name but those that are given', () => {
  expect(parseOptions({ targetPrefix: 'drizzle-', targets: { migrate: 'db-migrate' } })).toEqual({
    generate: 'drizzle-generate',
    check: 'drizzle-check',
    'check-base': 'drizzle-check-base',
    history: 'drizzle-history',
    migrate: 'db-migrate',
    status: 'drizzle-status',
    doctor: 'drizzle-doctor',
  });
});

test('every mistake is named', () => {
  const options = { targetprefix: 'x', targetPrefix: 1, targets: { deploy: 'x', status: '', check: 7 } };
  expect(() => parseOptions(options)).toThrowErrorMatchingInlineSnapshot(`
    [Error: The options of nx-drizzle in nx.json are not valid:
      - "targetprefix" is unknown in options; known are targetPrefix, targets
      - "targetPrefix" must be a string
      - "deploy" is unknown in options.targets; known are generate, check, check-base, history, migrate, status, doctor
      - "targets.check" must be a target's name
      - "targets.status" must be a target's name]
  `);
});

test('options must be an object', () => {
  expect(() => parseOptions(['migrate'])).toThrowErrorMatchingInlineSnapshot(`
    [Error: The options of nx-drizzle in nx.json are not valid:
      - options must be an object]
  `);
  expect(() => parseOptions({ targets: 'migrate' })).toThrowErrorMatchingInlineSnapshot(`
    [Error: The options of nx-drizzle in nx.json are not valid:
      - options.targets must be an object]
  `);
});

test('two commands cannot share a target', () => {
  expect(() => parseOptions({ targets: { check: 'migrate' } })).toThrowErrorMatchingInlineSnapshot(`
    [Error: The options of nx-drizzle in nx.json are not valid:
      - check and migrate would both be the target "migrate"]
  `);
});
