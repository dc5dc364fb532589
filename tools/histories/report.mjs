import { tableText } from '../table.mjs';
import { countOf, differencesOf } from './compare.mjs';

/**
 * @typedef {object} Row
 * @property {import('./expectations.mjs').Expectation} expected
 * @property {ReturnType<import('./check.mjs').checkHistory>} [checked] absent where check could not be run
 * @property {string[]} problems
 */

/** @type {import('../table.mjs').Column<Row>[]} */
const COLUMNS = [
  { title: 'history', text: true, cell: ({ expected }) => nameOf(expected) },
  { title: 'migrations', cell: ({ checked }) => checked && String(checked.migrations) },
  { title: 'ms', cell: ({ checked }) => checked?.milliseconds.toFixed(0) },
  { title: 'known', text: true, cell: agreementOf },
  { title: 'findings', text: true, cell: ({ checked }) => checked && findingsText(checked.found) },
];

/** @param {readonly Row[]} rows */
export function rowsText(rows) {
  return tableText(COLUMNS, rows);
}

/**
 * Every explained difference and every note, a line each.
 * @param {readonly Row[]} rows
 */
export function explanationsText(rows) {
  return rows
    .flatMap(({ expected }) => {
      const differing = Object.entries(differencesOf(expected));
      const lines = differing.map(([code, what]) => `${code} (${what}): ${expected.explained?.[code]}`);
      return [...lines, ...(expected.note ? [expected.note] : [])].map(
        (line) => `${nameOf(expected)}: ${line}`,
      );
    })
    .join('\n');
}

/** @param {readonly Row[]} rows */
export function problemsText(rows) {
  return rows
    .flatMap(({ expected, problems }) => problems.map((problem) => `FAILED ${nameOf(expected)}: ${problem}`))
    .join('\n');
}

/** @param {import('./expectations.mjs').Expectation} expected */
function nameOf({ branch, base }) {
  return base === undefined ? branch : `${branch} onto ${base.split('/').at(-1)}`;
}

function agreementOf({ expected, problems }) {
  if (problems.length > 0) return 'DIFFERS';
  if (expected.known === undefined) return undefined;
  return Object.keys(differencesOf(expected)).length > 0 ? 'explained' : 'agrees';
}

function findingsText(found) {
  const counts = Object.entries(found).map(([code, numbers]) => `${code} ${countOf(numbers)}`);
  return counts.length === 0 ? 'none' : counts.join(', ');
}
