import { expect, test } from 'vitest';
import { whileSteady } from './while-steady';

/** A database to which migrations are applied, one between each reading and the look after it, until there are no more. */
function database(more: number) {
  let applied = 1;
  return {
    first: String(applied),
    read: async () => `what ${applied} give`,
    look: async () => String(Math.min((applied += more-- > 0 ? 1 : 0), 99)),
  };
}

test('what is read while a migration is applied is read again', async () => {
  for (const more of [0, 1, 3]) {
    const { first, read, look } = database(more);
    expect(await whileSteady(first, read, look, (ledger) => ledger)).toEqual({
      ledger: String(more + 1),
      held: `what ${more + 1} give`,
    });
  }
});

test('where there is no end of them, nothing is said', async () => {
  const { first, read, look } = database(50);
  expect(await whileSteady(first, read, look, (ledger) => ledger)).toBeNull();
});
