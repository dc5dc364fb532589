import { expect, test } from 'vitest';
import { ruledAll } from './judged-pair';

const APART = { a: ['ALTER TABLE t ADD COLUMN x integer'], b: ['ALTER TABLE t ADD COLUMN y integer'] };
const ONE = { a: ['ALTER TABLE t ADD COLUMN x integer'], b: ['ALTER TABLE t ADD COLUMN x text'] };

test('rows that a table refuses altogether are no fault of the branches: they are judged without', async () => {
  const base = [
    'CREATE TABLE t (id integer PRIMARY KEY)',
    "CREATE TRIGGER never BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'not here'); END",
  ];
  const rulings = await ruledAll('sqlite', base, [APART, ONE]);
  expect(rulings.map(({ verdict }) => verdict.kind)).toEqual(['commute', 'conflict']);
});
