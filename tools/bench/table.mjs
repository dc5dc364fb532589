import { tableText } from '../table.mjs';
import { commandText } from './programs.mjs';

/** @type {import('../table.mjs').Column<import('./measure.mjs').Measurement>[]} */
const COLUMNS = [
  { title: 'name', text: true, cell: ({ bench }) => bench.name },
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
  { title: 'memory ratio', cell: ({ memoryRatio }) => memoryRatio?.toFixed(2) },
  { title: 'memory budget', cell: ({ bench }) => bench.memoryBudget?.toFixed(2) },
  {
    title: '',
    text: true,
    cell: (measurement) => (isOverBudget(measurement) ? 'over budget' : 'within budget'),
  },
];

function isOverBudget({ bench, ratio, memoryRatio }) {
  return ratio > bench.budget || (memoryRatio !== undefined && memoryRatio > bench.memoryBudget);
}

/** @param {readonly import('./measure.mjs').Measurement[]} measurements */
export function measurementsText(measurements) {
  return tableText(COLUMNS, measurements);
}
