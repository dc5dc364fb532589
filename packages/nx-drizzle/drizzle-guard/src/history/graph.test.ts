import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderHistoryOf, historyOf } from '../../test/histories';
import { graphOf } from './graph';
import { ORIGIN_ID, type History, type Migration } from './history';

/** Each migration with what it continues and its marks, in short. */
const graph = ({ migrations }: History) =>
  graphOf(migrations).map(
    ({ migration, parents, marks }) => `${migration.tag} < ${parents.join('+')} ${marks.join()}`,
  );

test('a line has no marks', async () => {
  expect(graph(await historyOf(['0000_a', '0001_b']))).toEqual(['0000_a <  ', '0001_b < 0000_a ']);
});

test('forks, merges, leaves and roots', async () => {
  const history = await folderHistoryOf([
    '20260101000000_a',
    { tag: '20260102000000_b', parents: ['20260101000000_a'] },
    { tag: '20260103000000_c', parents: ['20260101000000_a'] },
    { tag: '20260104000000_d', parents: ['20260102000000_b', '20260103000000_c'] },
    { tag: '20260105000000_e', parents: [] },
  ]);
  expect(graph(history)).toEqual([
    '20260101000000_a <  fork,root',
    '20260102000000_b < 20260101000000_a ',
    '20260103000000_c < 20260101000000_a ',
    '20260104000000_d < 20260102000000_b+20260103000000_c merge,open-leaf',
    '20260105000000_e <  open-leaf,root',
  ]);
});

test('without a snapshot nothing is known of its place, and the line goes past it', async () => {
  const history = await historyOf([
    '0000_a',
    { tag: '0001_b', snapshot: null },
    { tag: '0002_c', parent: '0000_a' },
  ]);
  expect(graph(history)).toEqual(['0000_a <  ', '0001_b <  no-snapshot', '0002_c < 0000_a ']);
});

test('parents that are nowhere, come later, or lead in a circle', async () => {
  const history = await historyOf([
    '0000_a',
    { tag: '0001_b', parent: 'gone' },
    { tag: '0002_c', parent: '0003_d' },
    { tag: '0003_d', parent: '0002_c' },
    { tag: '0004_e', parent: '0004_e' },
  ]);
  expect(graph(history)).toEqual([
    '0000_a <  open-leaf',
    '0001_b <  open-leaf,dangling-parent',
    '0002_c < 0003_d later-parent',
    '0003_d < 0002_c ',
    '0004_e < 0004_e later-parent',
  ]);
});

test.each(['', ORIGIN_ID])(
  'a first snapshot, with the parent "%s", may have the id of the origin',
  (first) => {
    const migrations = [first, ORIGIN_ID].map((parent, place) => ({
      tag: `m${place}`,
      snapshot: { id: place === 0 ? ORIGIN_ID : 'b', parents: [parent] },
    })) as Migration[];
    expect(graphOf(migrations)).toMatchObject([
      { parents: [], marks: [] },
      { parents: ['m0'], marks: [] },
    ]);
  },
);

test('of two snapshots with one id the nearest before is continued, and neither is a leaf', async () => {
  const history = await historyOf([
    '0000_a',
    { tag: '0001_b', id: 'same' },
    { tag: '0002_c', id: 'same', parent: '0000_a' },
    { tag: '0003_d', parent: 'same' },
  ]);
  expect(graph(history)).toEqual([
    '0000_a <  fork',
    '0001_b < 0000_a duplicate-snapshot',
    '0002_c < 0000_a duplicate-snapshot',
    '0003_d < 0002_c ',
  ]);
});

test('whatever snapshots say, each migration is in the graph once, in order, and continues migrations of it', () => {
  const id = fc.constantFrom(ORIGIN_ID, 'a', 'b', 'c', 'd', 'e', 'f');
  const snapshot = fc.option(fc.record({ id, parents: fc.array(id, { maxLength: 3 }) }));
  fc.assert(
    fc.property(fc.array(snapshot, { maxLength: 12 }), (snapshots) => {
      const migrations = snapshots.map((one, place) => ({ tag: `m${place}`, snapshot: one }) as Migration);
      const nodes = graphOf(migrations);
      expect(nodes.map((node) => node.migration)).toEqual(migrations);
      for (const { migration, parents, marks } of nodes) {
        expect(parents.every((parent) => migrations.some(({ tag }) => tag === parent))).toBe(true);
        const isCut = migration.snapshot?.parents.some(
          (parent) => parent !== ORIGIN_ID && !snapshots.some((one) => one?.id === parent),
        );
        expect(marks.includes('dangling-parent')).toBe(isCut === true);
      }
      expect(nodes.filter(({ marks }) => marks.includes('open-leaf'))).not.toHaveLength(1);
    }),
  );
});
