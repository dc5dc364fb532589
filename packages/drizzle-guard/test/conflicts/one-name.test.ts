import { expect, test } from 'vitest';
import { ruledAll } from './judged-pair';

test('two things of one name that are not compared are no one thing', async () => {
  const rulings = await ruledAll(
    'postgresql',
    ['CREATE TABLE t (id integer PRIMARY KEY)', 'CREATE TABLE u (id integer)'],
    [
      { a: ['CREATE COLLATION c FROM "C"'], b: ['CREATE COLLATION c FROM "POSIX"'] },
      { a: ['CREATE PUBLICATION p FOR TABLE t'], b: ['CREATE PUBLICATION p FOR TABLE u'] },
      { a: ['CREATE COLLATION c FROM "C"'], b: ['create collation c from "C"'] },
    ],
  );
  expect(rulings.map(({ verdict }) => verdict.kind)).toEqual(['conflict', 'conflict', 'convergent']);
});

test('rows are told by their text where they are read, too, and where a view or a function stands before them', async () => {
  const rulings = await ruledAll(
    'postgresql',
    [
      'CREATE TABLE t (id integer PRIMARY KEY, c integer, n text)',
      'CREATE TABLE u (c integer)',
      'CREATE VIEW v AS SELECT id, c, n FROM t',
      "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE t SET c = 9 WHERE n = 'zz' $$",
    ],
    [
      { a: ["UPDATE t SET c = c * 2 WHERE n = 'zz'"], b: ["UPDATE t SET c = c + 1 WHERE n = 'zz'"] },
      { a: ["INSERT INTO u SELECT c FROM v WHERE n = 'zz'"], b: ["UPDATE t SET c = 4 WHERE n = 'zz'"] },
      { a: ['UPDATE v SET c = 3 WHERE id = 77'], b: ['UPDATE t SET c = 4 WHERE id = 77'] },
      { a: ['SELECT f()'], b: ["UPDATE t SET c = 4 WHERE n = 'zz'"] },
      { a: ['UPDATE v SET c = 3 WHERE id = 77'], b: ['UPDATE t SET c = 4 WHERE id = 78'] },
    ],
  );
  expect(rulings.map(({ verdict }) => verdict.kind)).toEqual([
    ...['conflict', 'conflict', 'conflict', 'conflict', 'commute'],
  ]);
});
