import { expect, test } from 'vitest';
import { beside } from '../../test/against-base';
import { graphOf } from './graph';
import { unionOf } from './union';

const base = ['0000_a', '0001_b'];

/** The tags of a union, each with what it continues. */
async function union(...given: Parameters<typeof beside>): Promise<string[]> {
  const context = await beside(...given);
  return graphOf(unionOf(context.history, context.base.history, context)).map(
    ({ migration, parents }) => `${migration.tag} < ${parents.join()}`,
  );
}

test('what landed meanwhile comes behind what it follows on the base, before what has not landed', async () => {
  expect(await union([...base, '0002_mine'], [...base, '0002_theirs', '0003_theirs'], base)).toEqual([
    '0000_a < ',
    '0001_b < 0000_a',
    '0002_theirs < 0001_b',
    '0003_theirs < 0002_theirs',
    '0002_mine < 0001_b',
  ]);
});

test('what was removed is back where it was', async () => {
  expect(await union(['0001_b', '0002_mine'], base)).toEqual([
    '0000_a < ',
    '0001_b < ',
    '0002_mine < 0001_b',
  ]);
});

test('what landed meanwhile continues a landed migration whose snapshot has another id here', async () => {
  const repaired = [{ tag: '0000_a' }, { tag: '0001_b', id: 'repaired' }];
  expect(await union(repaired, [...base, '0002_theirs'], base)).toEqual([
    '0000_a < ',
    '0001_b < 0000_a',
    '0002_theirs < 0001_b',
  ]);
});
