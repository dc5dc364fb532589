import { expect, test } from 'vitest';
import { findProjects } from './find-projects';

const NODES = Object.fromEntries(
  ['@acme/db', 'db-e2e', 'orders', '@acme/Orders_Next'].map((name) => [
    name,
    { data: { root: `packages/${name}` } },
  ]),
);

test.each([
  ['orders', ['orders']],
  ['@acme/db', ['@acme/db']],
  ['db', ['@acme/db']],
  ['DB', ['@acme/db']],
  ['orders_next', ['@acme/Orders_Next']],
  ['acme', []],
  ['packages/orders', ['orders']],
  ['o.ders', []],
  ['nothing', []],
  ['@acme/*', null],
  ['!orders', null],
  ['tag:sql', null],
])('%s is %j', (name, expected) => {
  expect(findProjects(name, NODES)).toEqual(expected);
});
