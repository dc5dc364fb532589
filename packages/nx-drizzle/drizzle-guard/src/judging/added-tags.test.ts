import { expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { commit, INDEX, memorySession } from '../../test/session';
import { addedTags } from './added-tags';

test('what no parent has', async () => {
  const session = memorySession({
    index: historyFiles(['0000_a', '0001_b', '0001_c', '0002_d']),
    mine: historyFiles(['0000_a', '0001_b']),
    theirs: historyFiles(['0000_a', '0001_c']),
  });
  const added = async (...parents: string[]) => [
    ...(await addedTags(
      session,
      INDEX,
      parents.map((id) => commit(id)),
      'drizzle',
    )),
  ];
  expect(await added('mine', 'theirs')).toEqual(['0002_d']);
  expect(await added('mine')).toEqual(['0001_c', '0002_d']);
  expect(await added()).toEqual(['0000_a', '0001_b', '0001_c', '0002_d']);
});
