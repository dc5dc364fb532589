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

test('what lies in a folder of another name was there before', async () => {
  const renamed = Object.entries(historyFiles(['0000_a'])).map(([file, text]) => [`db/${file}`, text]);
  const session = memorySession({
    index: historyFiles(['0000_a', '0001_b']),
    elsewhere: Object.fromEntries(renamed) as Record<string, string>,
  });
  const added = await addedTags(session, INDEX, [commit('elsewhere')], 'drizzle');
  expect([...added]).toEqual(['0001_b']);
});
