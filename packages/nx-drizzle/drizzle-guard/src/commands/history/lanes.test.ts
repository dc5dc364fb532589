import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawLanes, type Drawable, type DrawnLine } from './lanes';

const drawing = (nodes: readonly Drawable[]) =>
  drawLanes(nodes, () => '*')
    .map(({ graph, node }) => (node ? `${graph} ${node.key}` : graph))
    .join('\n');

const node = (key: string, ...parents: string[]): Drawable => ({ key, parents });

test('lanes part below a merge and meet above a fork', () => {
  const nodes = [
    node('h', 'g', 'f'),
    node('g', 'e'),
    node('f', 'd'),
    node('e', 'b'),
    node('d', 'c'),
    node('c', 'a'),
    node('b', 'a'),
    node('a'),
  ];
  expect(`\n${drawing(nodes)}\n`).toMatchInlineSnapshot(`
    "
    * h
    |\\
    * | g
    | * f
    * | e
    | * d
    | * c
    * | b
    |/
    * a
    "
  `);
});

test('a lane crosses those between', () => {
  const nodes = [node('f', 'c'), node('e', 'b'), node('d', 'a', 'c'), node('c', 'a'), node('b'), node('a')];
  expect(`\n${drawing(nodes)}\n`).toMatchInlineSnapshot(`
    "
    * f
    | * e
    | | * d
    |_|/|
    * | | c
    |_|/
    | * b
    * a
    "
  `);
});

test('what ends and what begins below it are kept apart', () => {
  expect(`\n${drawing([node('d', 'c'), node('c'), node('b', 'a'), node('a')])}\n`).toMatchInlineSnapshot(`
    "
    * d
    * c

    * b
    * a
    "
  `);
});

test('a hundred leaves of one root stay two lanes wide', () => {
  const leaves = Array.from({ length: 100 }, (_, index) => node(`leaf${index}`, 'root'));
  const lines = drawLanes([...leaves, node('root')], () => '*');
  expect(Math.max(...lines.map(({ graph }) => graph.length))).toBe(3);
});

/** Any graph in order of its nodes, with parents that are not there, come earlier, or are the node itself. */
const graphs = fc
  .array(fc.array(fc.nat({ max: 24 }), { maxLength: 3 }), { maxLength: 20 })
  .map((given) => given.map((parents, place) => node(`${place}`, ...parents.map(String))));

test('every node has its line, in order, and what is drawn is each edge that leads down and nothing else', () => {
  fc.assert(
    fc.property(graphs, (nodes) => {
      const lines = drawLanes(nodes, () => '*');
      const rows = lines.filter((line) => line.node !== null);
      expect(rows.map((line) => line.node)).toEqual(nodes);
      expect(lines.every(({ graph, node: own }) => graph.split('*').length === (own ? 2 : 1))).toBe(true);
      const edges = edgesDown(nodes);
      expect(readEdges(lines).sort()).toEqual(edges.map(([from, to]) => `${from} ${to}`).sort());
      // Beside a node there is one lane for each node below that something above continues, and none that leads nowhere.
      const passing = nodes.map((_, at) => edges.filter(([from, to]) => from < at && to > at));
      expect(rows.map(({ graph }) => graph.split('|').length - 1)).toEqual(
        passing.map((past) => new Set(past.map(([, to]) => to)).size),
      );
    }),
    { numRuns: 500 },
  );
});

function edgesDown(nodes: readonly Drawable[]): [from: number, to: number][] {
  return nodes.flatMap(({ parents }, from) =>
    [...new Set(parents.map(Number))]
      .filter((to) => to > from && to < nodes.length)
      .map((to): [number, number] => [from, to]),
  );
}

/** The edges as somebody reads them off the drawing: along the lanes, downwards. */
function readEdges(lines: readonly DrawnLine<Drawable>[]): string[] {
  return lines.flatMap(({ graph, node: own }, at) =>
    own ? [...reached(lines, at + 1, graph.indexOf('*') / 2)].map((key) => `${own.key} ${key}`) : [],
  );
}

function reached(lines: readonly DrawnLine<Drawable>[], at: number, lane: number): Set<string> {
  const line = lines[at];
  if (!line) return new Set();
  if (line.graph[2 * lane] === '*') return new Set([line.node!.key]);
  return new Set(waysOn(line.graph, lane).flatMap((next) => [...reached(lines, at + 1, next)]));
}

function waysOn(graph: string, lane: number): number[] {
  const stays = graph[2 * lane] === '|' ? [lane] : [];
  const slash = graph.search(/[/\\]/);
  if (slash === -1) return stays;
  const right = (slash + 1) / 2;
  let left = right - 1;
  while ('_-'.includes(graph[2 * left - 1] ?? ' ')) left--;
  if (graph[slash] === '/') return lane === right ? [...stays, left] : stays;
  return lane === left ? [...stays, right] : stays;
}
