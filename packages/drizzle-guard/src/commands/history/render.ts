import { document, type Renderer } from '../../report/document';
import type { Style } from '../../report/style';
import { typeable } from '../../report/typeable';
import type { CommandResult } from '../../results/command-result';
import { count } from '../../text/words';
import type { DrawnMigration } from './drawn-migrations';
import { branchLanes, leftOutOf, type Lane } from './branch-lanes';
import { drawLanes } from './lanes';
import type { HistoryResult } from './run';

type Node = DrawnMigration & { key: string; lane?: Lane };

/** A node, and the graph's part of its line. */
interface Row {
  graph: string;
  node: Node;
}

/** How many migrations are shown on either side of one that has something to it; a long line has nothing between. */
const CONTEXT = 3;

/** The graph of each database, newest first. */
export const renderHistory: Renderer<CommandResult<HistoryResult>> = (result, style) => {
  const reasons = new Set(result.databases.flatMap(({ whyNoBase }) => whyNoBase ?? []));
  const notes = [...reasons].map(
    (why) => `${style.yellow('no base:')} ${typeable(why)}; everything counts as landed\n`,
  );
  const drawing = document(result, style, (database) => ({
    headline: database.error ? '' : headlineOf(database),
    lines: linesOf(database, style),
  }));
  return [drawing, ...notes].join('');
};

function headlineOf({ migrations, base }: HistoryResult): string {
  const here = migrations.filter((one) => one.here);
  const unlanded = here.filter(({ landed }) => landed === false).length;
  const absent = migrations.length - here.length;
  const marked = (mark: string) => migrations.filter(({ marks }) => marks.some((one) => one === mark)).length;
  const [forks, leaves] = [marked('fork'), marked('open-leaf')];
  const landed =
    base === null || here.length === 0
      ? []
      : [unlanded > 0 ? `${unlanded} not landed on ${base}` : `all landed on ${base}`];
  return [
    count(here.length, 'migration'),
    ...landed,
    ...(absent > 0 ? [`${absent} only ${landed.length > 0 ? 'there' : `on ${base}`}`] : []),
    ...(forks > 0 ? [count(forks, 'fork')] : []),
    ...(leaves > 0 ? [`${leaves} open leaves`] : []),
  ].join(', ');
}

function linesOf(result: HistoryResult, style: Style): string[] {
  const { migrations, base, notDrawn, against } = result;
  const own = migrations.map((one): Node => ({ ...one, key: one.migration })).reverse();
  // On which branches go on that have not landed.
  const end = own.find(({ landed, here }) => landed === true || !here)?.key ?? null;
  const nodes = [...(against ? branchLanes(against, end) : []), ...own];
  const shown = shownOf(nodes, nodes.length > own.length ? end : null);
  const lines: string[] = [];
  let stretch: Row[] = [];
  for (const { graph, node } of drawLanes(nodes, markerOf)) {
    if (node && !shown.has(node)) {
      stretch.push({ graph, node });
      continue;
    }
    if (stretch.length > 0) lines.push(leftOut(stretch, base, style));
    stretch = [];
    lines.push(node ? rowOf({ graph, node }, base, style) : graph);
  }
  return [
    ...lines,
    ...(against ? leftOutOf(against) : []),
    ...notDrawn.map(
      ({ file, line, message }) =>
        `${style.yellow('not drawn:')} ${file}${line === undefined ? '' : `:${line}`} ${message}`,
    ),
  ];
}

/** All but the middle of long stretches in which each migration continues the next and nothing else is to be said. */
function shownOf(nodes: readonly Node[], end: string | null): Set<Node> {
  const isPlain = (node: Node, place: number) => {
    const [newer, older] = [nodes[place - 1], nodes[place + 1]];
    const isLikeBoth = newer && older && isAlike(node, newer) && isAlike(node, older);
    return isLikeBoth && node.marks.length === 0 && `${node.parents}` === older.key;
  };
  const near = new Set<number>();
  nodes.forEach((node, place) => {
    if (isPlain(node, place) && node.key !== end) return;
    for (let at = place - CONTEXT; at <= place + CONTEXT; at++) near.add(at);
  });
  // To say that one is left out takes the line that the one would have.
  const isAlone = (place: number) => near.has(place - 1) && near.has(place + 1);
  return new Set(nodes.filter((_, place) => near.has(place) || isAlone(place)));
}

function isAlike(one: Node, other: Node): boolean {
  if (one.lane || other.lane) return false;
  return one.here === other.here && one.landed === other.landed && one.late === other.late;
}

function leftOut(lines: readonly Row[], base: string | null, style: Style): string {
  const [newest, oldest] = [lines[0]!, lines.at(-1)!];
  const graph = newest.graph.replace(markerOf(newest.node), ':');
  const what = `${lines.length} more in line, ${oldest.node.migration} to ${newest.node.migration}`;
  return `${graph} ${withWords(what, statesOf(newest.node, base, style))}`;
}

/** A word tells what the marker tells, for those who do not know it. */
function markerOf({ here, landed }: Node): string {
  if (!here) return '.';
  return landed === false ? 'o' : '*';
}

function rowOf({ graph, node }: Row, base: string | null, style: Style): string {
  const { migration, madeAt, marks } = node;
  const day = madeAt === null ? 'no date' : madeAt.slice(0, madeAt.indexOf('T'));
  const words = marks
    .filter((mark) => mark !== 'removed')
    .map((mark) => style.yellow(mark.replace('-', ' ')));
  return `${graph} ${style.dim(day)} ${withWords(migration, [...statesOf(node, base, style), ...words])}`;
}

function withWords(text: string, words: readonly string[]): string {
  return words.length === 0 ? text : `${text}  ${words.join(', ')}`;
}

function statesOf(node: Node, base: string | null, style: Style): string[] {
  const { here, landed, late, marks, lane } = node;
  if (lane) return [style.bold(lane.branch), 'not landed', ...lane.says.map((word) => style.yellow(word))];
  if (!here) return [style.dim(`on ${base}, ${marks.includes('removed') ? 'removed' : 'not'} here`)];
  if (landed === null) return [];
  if (landed) return [style.green('landed')];
  return [style.yellow('not landed'), ...(late ? [style.red('late')] : [])];
}
