import { expect, it } from 'vitest';
import { initDatabase, initFacts } from '../../test/support/init-facts';
import { findHome } from './home';

const home = (files: Record<string, object>, dirs: string[] = [], huskyFolder = false) =>
  findHome(
    initFacts(
      Object.fromEntries(Object.entries(files).map(([file, value]) => [file, JSON.stringify(value)])),
      {
        huskyFolder,
        databases: dirs.map((dir) => initDatabase('x', { dir })),
      },
    ),
  );

const RECIPE = { devDependencies: { husky: '9' }, scripts: { prepare: 'cd .. && husky server/.husky' } };
const INSTALL = {
  devDependencies: { husky: '^8' },
  scripts: { postinstall: 'cd ../.. && husky install apps/a/.husky' },
};
const ITS_OWN = { devDependencies: { husky: '9' }, scripts: { prepare: 'husky' } };

it.each([
  ['the root, by default', {}, [], ''],
  ['the root, where it has one', { 'package.json': {}, 'server/package.json': {} }, ['server'], ''],
  ["husky's recipe for a folder", { 'server/package.json': RECIPE }, [], 'server'],
  [
    'the recipe beside a root without husky',
    { 'package.json': {}, 'server/package.json': RECIPE },
    [],
    'server',
  ],
  ['the recipe of husky 8', { 'package.json': {}, 'apps/a/package.json': INSTALL }, [], 'apps/a'],
  ['the root, where it has husky too', { 'package.json': ITS_OWN, 'server/package.json': RECIPE }, [], ''],
  [
    'no folder that was a repository of its own',
    { 'package.json': {}, 'vendor/x/package.json': ITS_OWN },
    [],
    '',
  ],
  ['the only folder with a package.json', { 'server/package.json': {} }, [], 'server'],
  [
    'the one with the databases',
    { 'client/package.json': {}, 'server/package.json': {}, 'server/db/package.json': {} },
    ['server/db'],
    'server',
  ],
  [
    'the one with most of them',
    { 'a/package.json': {}, 'b/package.json': {} },
    ['a/db', 'b/one', 'b/two'],
    'b',
  ],
  ['none of several without', { 'a/package.json': {}, 'b/package.json': {} }, [], ''],
])('%s', (_name, files, dirs, expected) => {
  expect(home(files, dirs)).toBe(expected);
});

it('the folder whose husky has its hooks at the root', () => {
  const top = { scripts: { prepare: 'cd .. && husky' } };
  expect(home({ 'client/package.json': {}, 'server/package.json': top }, ['client'], true)).toBe('server');
  expect(home({ 'server/package.json': {} }, [], true)).toBe('server');
});

it('the folder from which husky was set up by hand', () => {
  const facts = initFacts(
    { 'package.json': '{}', 'server/package.json': '{}' },
    { hooksPath: 'server/.husky/_' },
  );
  expect(findHome(facts)).toBe('server');
  expect(findHome({ ...facts, hooksPath: '/home/me/.husky/_' })).toBe('');
});

it('a package.json that is none says nothing', () => {
  expect(findHome(initFacts({ 'package.json': '{}', 'a/package.json': '{ "husky": ' }))).toBe('');
});
