import { expect, test } from 'vitest';
import { keysFirst } from './keys-first';

test('constraints go before the tables that take them along, all else in its order', () => {
  const [index, table, key, other, column] = [
    'DROP INDEX "i";',
    'DROP TABLE "teams" CASCADE;',
    'ALTER TABLE "users" DROP CONSTRAINT "users_team_fk";',
    'ALTER TABLE `users` DROP FOREIGN KEY `users_team_fk`;',
    'ALTER TABLE "users" DROP COLUMN "team";',
  ] as const;
  expect(keysFirst([index, table, key, column, other])).toEqual([index, key, other, table, column]);
  expect(keysFirst([key, column])).toEqual([key, column]);
  expect(keysFirst([])).toEqual([]);
});
