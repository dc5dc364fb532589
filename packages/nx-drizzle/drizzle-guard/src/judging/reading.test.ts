import { expect, test } from 'vitest';
import { identifiedTree } from '../../test/session';
import { inputsMatch, listingOf } from '../answers/listing';
import { discover } from './reading';

const FILES = {
  'drizzle-guard.json': '{ "base": "origin/main" }',
  'drizzle-guard.baseline.json': '{ "version": 1, "findings": [] }',
  'shop/package.json': '{ "name": "shop" }',
  'shop/drizzle.config.ts': 'export default {};',
  'shop/src/schema.ts': '',
};

test('what the files say before any database is looked at', async () => {
  const { value } = await discover(identifiedTree(FILES));
  expect(value.configuration.base).toBe('origin/main');
  expect(value.baseline).toEqual([]);
  expect(value.databases).toMatchObject([
    { name: 'shop', dir: 'shop', configFile: 'shop/drizzle.config.ts', stated: null },
  ]);
});

test('without any of them there are defaults, and no database', async () => {
  const { value } = await discover(identifiedTree({}));
  expect(value).toMatchObject({ configuration: { cannotTell: 'error' }, baseline: [], databases: [] });
});

test('what is kept rests on files alone: no code has run', async () => {
  const { answer, value } = await discover(identifiedTree(FILES));
  expect(answer).toMatchObject({ disk: {}, environment: {} });
  expect(answer.value).toBe(value);
});

test.each<[string, Record<string, string>, boolean]>([
  ['the configuration', { 'drizzle-guard.json': '{}' }, false],
  ['the baseline', { 'drizzle-guard.baseline.json': '{ "version": 1, "findings": [ ] }' }, false],
  ['another drizzle config', { 'blog/drizzle.config.ts': '' }, false],
  ['the name of the package', { 'shop/package.json': '{ "name": "store" }' }, false],
  // What it says inside is asked later.
  ['the text of the drizzle config', { 'shop/drizzle.config.ts': 'export default 1;' }, true],
  ['the schema', { 'shop/src/schema.ts': 'export {};' }, true],
])('a change of %s is noticed, or does not matter', async (_, changed, isSame) => {
  const { answer } = await discover(identifiedTree(FILES));
  const { list, idOf } = identifiedTree({ ...FILES, ...changed });
  expect(inputsMatch(answer.inputs, listingOf(await list(''), idOf))).toBe(isSame);
});

test.each([
  ['drizzle-guard.json', '{ "bse": 1 }', 'invalid-configuration'],
  ['drizzle-guard.baseline.json', '{}', 'invalid-baseline'],
])('%s that is not valid is refused', async (file, text, code) => {
  await expect(discover(identifiedTree({ [file]: text }))).rejects.toMatchObject({ code });
});

test('two databases of one name are refused', async () => {
  const twice = { ...FILES, 'old/package.json': '{ "name": "shop" }', 'old/drizzle.config.ts': '' };
  await expect(discover(identifiedTree(twice))).rejects.toMatchObject({ code: 'duplicate-database' });
});
