import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphOf, type GraphNode, type Mark } from './graph';
import { ORIGIN_ID, type Migration } from './history';

/** Snapshots with ids that may stand twice and parents that may be anywhere; null is no snapshot. */
const anyId = fc.constantFrom(ORIGIN_ID, 'a', 'b', 'c', 'd', 'e');
const anySnapshot = fc.option(fc.record({ id: anyId, parents: fc.array(anyId, { maxLength: 3 }) }), {
  freq: 5,
});
const anyMigrations = fc.array(anySnapshot, { maxLength: 9 }).map(numbered);

/** A sound history: each snapshot has an id of its own and continues some of those before it. */
const soundMigrations = fc
  .array(fc.array(fc.nat(), { minLength: 1, maxLength: 2 }), { maxLength: 9 })
  .map((given) =>
    numbered(
      given.map((picks, place) => ({
        id: `id${place}`,
        parents: place === 0 ? [ORIGIN_ID] : [...new Set(picks.map((pick) => `id${pick % place}`))],
      })),
    ),
  );

function numbered(snapshots: ({ id: string; parents: string[] } | null)[]): Migration[] {
  return snapshots.map((snapshot, place) => ({ tag: `m${place}`, snapshot }) as Migration);
}

const tagsWith = (nodes: GraphNode[], mark: Mark) =>
  nodes.filter(({ marks }) => marks.includes(mark)).map(({ migration }) => migration.tag);
const tagsOf = (migrations: Migration[]) => migrations.map(({ tag }) => tag);
const childrenOf = (nodes: GraphNode[], { tag }: Migration) =>
  nodes.filter(({ parents }) => parents.includes(tag));
const forAny = (law: (migrations: Migration[], nodes: GraphNode[]) => void) =>
  fc.assert(
    fc.property(anyMigrations, (migrations) => law(migrations, graphOf(migrations))),
    { numRuns: 300 },
  );

describe('whatever the snapshots say', () => {
  test('a fork is continued by two or more, a merge continues two or more', () =>
    forAny((migrations, nodes) => {
      expect(tagsWith(nodes, 'fork')).toEqual(
        tagsOf(migrations.filter((migration) => childrenOf(nodes, migration).length >= 2)),
      );
      expect(tagsWith(nodes, 'merge')).toEqual(
        tagsOf(nodes.filter(({ parents }) => parents.length >= 2).map(({ migration }) => migration)),
      );
    }));

  test('what has no snapshot continues nothing, is continued by nothing, and has only that mark', () =>
    forAny((_, nodes) => {
      for (const { migration, parents, marks } of nodes) {
        expect(marks.includes('no-snapshot')).toBe(migration.snapshot === null);
        if (migration.snapshot !== null) continue;
        expect({ parents, marks }).toEqual({ parents: [], marks: ['no-snapshot'] });
        expect(childrenOf(nodes, migration)).toEqual([]);
      }
    }));

  test('an open leaf is continued by nothing, by its id neither, and there are several or none', () =>
    forAny((migrations, nodes) => {
      const named = migrations.flatMap(({ snapshot }) => snapshot?.parents ?? []);
      const leaves = migrations.filter(({ snapshot }) => snapshot && !named.includes(snapshot.id));
      expect(tagsWith(nodes, 'open-leaf')).toEqual(leaves.length > 1 ? tagsOf(leaves) : []);
      for (const leaf of leaves) expect(childrenOf(nodes, leaf)).toEqual([]);
    }));

  test('a root names no parent but the origin, and there are several or none', () =>
    forAny((migrations, nodes) => {
      const ids = migrations.map(({ snapshot }) => snapshot?.id);
      const isOrigin = (id: string, place: number) => id === ORIGIN_ID && (place === 0 || !ids.includes(id));
      const roots = migrations.filter(({ snapshot }, place) =>
        snapshot?.parents.every((id) => isOrigin(id, place)),
      );
      expect(tagsWith(nodes, 'root')).toEqual(roots.length > 1 ? tagsOf(roots) : []);
    }));

  test('a duplicate shares its id with another', () =>
    forAny((migrations, nodes) => {
      const ids = migrations.map(({ snapshot }) => snapshot?.id);
      const isTwice = ({ snapshot }: Migration) => ids.filter((id) => id && id === snapshot?.id).length > 1;
      expect(tagsWith(nodes, 'duplicate-snapshot')).toEqual(tagsOf(migrations.filter(isTwice)));
    }));

  test('a parent is the nearest before that has its id, else the first after, else it is dangling', () =>
    forAny((migrations, nodes) => {
      for (const [place, { parents, marks }] of nodes.entries()) {
        const named = (migrations[place]!.snapshot?.parents ?? []).filter(
          (id) => place > 0 || id !== ORIGIN_ID,
        );
        const hits = named.map((id) => {
          const places = [...migrations.keys()].filter((at) => migrations[at]!.snapshot?.id === id);
          return places.filter((at) => at < place).at(-1) ?? places[0];
        });
        const found = hits.filter((hit) => hit !== undefined);
        expect(parents).toEqual([...new Set(found)].map((hit) => `m${hit}`));
        expect(marks.includes('later-parent')).toBe(found.some((hit) => hit >= place));
      }
    }));
});

describe('of a sound history', () => {
  const forSound = (law: (migrations: Migration[], nodes: GraphNode[]) => void) =>
    fc.assert(fc.property(soundMigrations, (migrations) => law(migrations, graphOf(migrations))));

  test('nothing is missing, doubled or later, and there is one beginning', () =>
    forSound((_, nodes) => {
      const marks = new Set(nodes.flatMap((node) => node.marks));
      for (const mark of ['root', 'no-snapshot', 'duplicate-snapshot', 'dangling-parent', 'later-parent'])
        expect(marks).not.toContain(mark);
    }));

  test('every way back ends at the first migration', () =>
    forSound((_, nodes) => {
      const nodeOf = new Map(nodes.map((node) => [node.migration.tag, node]));
      for (let node = nodes.at(-1); node && node.migration.tag !== 'm0'; node = nodeOf.get(node.parents[0]!))
        expect(Number(node.parents[0]!.slice(1))).toBeLessThan(Number(node.migration.tag.slice(1)));
    }));

  test('the last migration is a leaf, and a line is one without forks and merges', () =>
    forSound((migrations, nodes) => {
      const isLine = nodes.every(({ parents }, place) => place === 0 || parents.join() === `m${place - 1}`);
      expect(nodes.every(({ marks }) => marks.length === 0)).toBe(isLine);
      const open = tagsWith(nodes, 'open-leaf');
      if (open.length > 0) expect(open).toContain(migrations.at(-1)!.tag);
    }));
});

test('a parent that is named twice is one', () => {
  const nodes = graphOf(
    numbered([
      { id: 'a', parents: [] },
      { id: 'b', parents: ['a', 'a'] },
    ]),
  );
  expect(nodes.map(({ parents, marks }) => [parents, marks])).toEqual([
    [[], []],
    [['m0'], []],
  ]);
});
