import { expect, test } from 'vitest';
import { ownTransactions } from './own-transactions';
import { tokensOf } from './tokens';

const found = (...commands: string[]) => [...ownTransactions(commands.map(tokensOf))];

test.each<[string, string[], number[]]>([
  ['around all of it', ['BEGIN;', 'SELECT 1', 'SELECT 2', 'COMMIT;'], [0, 3]],
  ['in other words', ['start transaction', 'SELECT 1', 'End Work'], [0, 2]],
  ['out of the migrator’s', ['COMMIT; -- why', 'CREATE INDEX CONCURRENTLY i ON t (a)'], [0]],
  [
    'several of its own',
    ['COMMIT', 'BEGIN', 'SELECT 1', 'COMMIT', 'VACUUM', 'BEGIN', 'SELECT 2'],
    [0, 1, 3, 5],
  ],
  ['then what forbids one', ['BEGIN', 'SELECT 1', 'COMMIT', 'VACUUM'], [0, 2]],
])('%s', (_, commands, expected) => {
  expect(found(...commands)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['none', ['SELECT 1', "SELECT 'COMMIT'"]],
  ['what was done before is committed', ['SELECT 1', 'COMMIT']],
  ['what was done before is committed, and more begun', ['SELECT 1', 'COMMIT', 'BEGIN', 'SELECT 2']],
  ['begun in the middle', ['SELECT 1', 'BEGIN', 'SELECT 2', 'COMMIT']],
  ['taken back', ['BEGIN', 'SELECT 1', 'ROLLBACK']],
  ['taken back to a savepoint', ['BEGIN', 'SAVEPOINT a', 'ROLLBACK TO a', 'COMMIT']],
  ['committed twice', ['BEGIN', 'SELECT 1', 'COMMIT', 'COMMIT']],
  ['begun twice', ['BEGIN', 'BEGIN', 'COMMIT']],
  ['of a kind', ['BEGIN ISOLATION LEVEL SERIALIZABLE', 'SELECT 1', 'COMMIT']],
  ['another one behind', ['BEGIN', 'SELECT 1', 'COMMIT AND CHAIN', 'COMMIT']],
  ['prepared', ['BEGIN', 'SELECT 1', "PREPARE TRANSACTION 'x'"]],
])('left as they are: %s', (_, commands) => {
  expect(found(...commands)).toEqual([]);
});
