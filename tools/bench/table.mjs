import { commandText } from './programs.mjs';

const COLUMNS = [
  { title: 'name', cell: ({ bench }) => bench.name },
  { title: 'median ms', cell: ({ median }) => median.toFixed(1) },
  { title: 'min ms', cell: ({ min }) => min.toFixed(1) },
  {
    title: 'reference ms',
    cell: ({ bench, reference }) => `${commandText(bench.reference)}  ${reference.toFixed(1)}`,
  },
  { title: 'ratio', cell: ({ ratio }) => ratio.toFixed(2) },
  { title: 'by pairs', cell: ({ pairRatio }) => pairRatio.toFixed(2) },
  { title: 'budget', cell: ({ bench }) => bench.budget.toFixed(2) },
  { title: 'peak MB', cell: ({ megabytes }) => megabytes?.toFixed(0) },
  { title: '', cell: ({ bench, ratio }) => (ratio > bench.budget ? 'over budget' : 'within budget') },
];

/**
 * A column of which no bench knows anything is left out.
 * @param {readonly import('./measure.mjs').Measurement[]} measurements
 * @returns {string}
 */
export function tableText(measurements) {
  const columns = COLUMNS.map(({ title, cell }) => ({ title, cells: measurements.map(cell) })).filter(
    ({ cells }) => cells.some((cell) => cell !== undefined),
  );
  const padded = columns.map(({ title, cells }, position) => {
    const all = [title, ...cells.map((cell) => cell ?? '-')];
    const width = Math.max(...all.map((cell) => cell.length));
    return all.map((cell) => (position === 0 || title === '' ? cell.padEnd(width) : cell.padStart(width)));
  });
  return padded[0]
    .map((_, row) =>
      padded
        .map((cells) => cells[row])
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
