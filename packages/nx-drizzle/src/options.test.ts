import { targets } from 'drizzle-guard/targets';
import { expect, test } from 'vitest';
import { parseOptions } from './options';

const namesWith = (prefix: string) => Object.fromEntries(targets.map(({ name }) => [name, prefix + name]));

test('without options the targets have the names that they are declared with', () => {
  expect(parseOptions(undefined)).toEqual(namesWith(''));
});

test('the prefix stands before every name but those that are given', () => {
  expect(parseOptions({ targetPrefix: 'drizzle-', targets: { migrate: 'db-migrate' } })).toEqual({
    ...namesWith('drizzle-'),
    migrate: 'db-migrate',
  });
});

test('every mistake is named', () => {
  const options = { targetprefix: 'x', targetPrefix: 1, targets: { deploy: 'x', status: '', check: 7 } };
  expect(() => parseOptions(options)).toThrow(
    [
      'The options of nx-drizzle in nx.json are not valid:',
      '  - "targetprefix" is unknown in options; known are targetPrefix, targets',
      '  - "targetPrefix" must be a string',
      `  - "deploy" is unknown in options.targets; known are ${targets.map(({ name }) => name).join(', ')}`,
      '  - "targets.check" must be a target\'s name',
      '  - "targets.status" must be a target\'s name',
    ].join('\n'),
  );
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
