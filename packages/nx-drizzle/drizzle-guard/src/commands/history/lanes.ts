/** A node of a graph that is to be drawn, and the nodes that lie below it. */
export interface Drawable {
  key: string;
  parents: readonly string[];
}

/** A line of a drawing: the graph's part of it, and the node that it shows; null where it only joins lanes. */
export interface DrawnLine<N extends Drawable> {
  graph: string;
  node: N | null;
}

/**
 * Draws a graph as `git log --graph` does: one line a node, a lane for each branch, and between them a line for each
 * place where lanes part or meet.
 *
 * @param nodes those that continue before those that are continued; a parent that does not come later is not drawn
 * @param markerOf one character for a node, none of those that lanes are drawn with
 */
export function drawLanes<N extends Drawable>(
  nodes: readonly N[],
  markerOf: (node: N) => string,
): DrawnLine<N>[] {
  const rowOf = new Map(nodes.map(({ key }, place) => [key, place]));
  const lines: DrawnLine<N>[] = [];
  /** What each lane leads to; no two lead to the same. */
  const lanes: (string | null)[] = [];
  const draw = (cells: readonly string[], node: N | null = null) =>
    lines.push({ graph: cells.join('').trimEnd(), node });
  /** The lane of a node that just ended: the next to begin there would look like its parent. */
  let ended: number | null = null;

  nodes.forEach((node, place) => {
    const parents = [...new Set(node.parents)].filter((parent) => (rowOf.get(parent) ?? -1) > place);
    const awaited = lanes.indexOf(node.key);
    const own = awaited === -1 ? freeLane(lanes) : awaited;
    if (awaited === -1 && own === ended) draw(cellsOf(lanes));
    lanes[own] = node.key;
    const row = cellsOf(lanes);
    row[2 * own] = markerOf(node);
    draw(row, node);

    const [first, ...others] = parents;
    for (const parent of others) {
      const known = lanes.indexOf(parent);
      const lane = known === -1 ? freeLane(lanes) : known;
      draw(between(cellsOf(lanes), own, lane));
      lanes[lane] = parent;
    }
    const known = first === undefined ? -1 : lanes.indexOf(first);
    const [left, right] = [Math.min(own, known), Math.max(own, known)];
    lanes[own] = first ?? null;
    if (known !== -1) {
      lanes[left] = first!;
      lanes[right] = null;
      draw(between(cellsOf(lanes), right, left));
    }
    ended = first === undefined ? own : null;
  });
  return lines;
}

function freeLane(lanes: readonly (string | null)[]): number {
  const free = lanes.indexOf(null);
  return free === -1 ? lanes.length : free;
}

/** Two characters a lane: the lane itself, and the room to the next. */
function cellsOf(lanes: readonly (string | null)[]): string[] {
  return lanes.flatMap((lane) => [lane === null ? ' ' : '|', ' ']);
}

/** Draws the way from one lane to another, below lanes that it crosses. */
function between(cells: string[], from: number, to: number): string[] {
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  for (let at = 2 * left + 1; at < 2 * right - 1; at++)
    if (cells[at] !== '|') cells[at] = from < to ? '-' : '_';
  cells[2 * right - 1] = from < to ? '\\' : '/';
  return cells;
}
