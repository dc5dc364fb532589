/**
 * @template Row
 * @typedef {object} Column
 * @property {string} title
 * @property {(row: Row) => string | undefined} cell undefined where nothing is known
 * @property {boolean} [text] words begin at the left, numbers end at the right
 */

/**
 * Columns side by side. One of which no row knows anything is left out.
 * @template Row
 * @param {readonly Column<Row>[]} columns
 * @param {readonly Row[]} rows
 * @returns {string}
 */
export function tableText(columns, rows) {
  const padded = columns
    .map(({ title, cell, text }) => ({ title, text, cells: rows.map(cell) }))
    .filter(({ cells }) => cells.some((cell) => cell !== undefined))
    .map(({ title, text, cells }) => {
      const all = [title, ...cells.map((cell) => cell ?? '-')];
      const width = Math.max(...all.map((cell) => cell.length));
      return all.map((cell) => (text ? cell.padEnd(width) : cell.padStart(width)));
    });
  const lines = Array.from({ length: rows.length + 1 }, (_, row) => padded.map((cells) => cells[row]));
  return lines.map((cells) => cells.join('  ').trimEnd()).join('\n');
}
