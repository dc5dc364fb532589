import path from 'node:path';
import { writeJournalFolder } from './journal-folder.mjs';
import { BIN, NODE } from './programs.mjs';

const TABLES = 10;

const checkOf = (folder) => [NODE, BIN, 'check', '--migrations', folder];

/**
 * A history beside one of a tenth of its length: 10 would be ten times the time for ten times the migrations, and the
 * start of node, which is in both, makes it less.
 */
const beside = (shorter, longer, budget) => ({
  name: `check --migrations, ${longer} migrations`,
  command: checkOf(`${longer}`),
  reference: checkOf(`${shorter}`),
  budget,
  setup(dir) {
    for (const count of [shorter, longer]) writeJournalFolder(path.join(dir, `${count}`), count, TABLES);
  },
});

/** @type {import('./measure.mjs').Bench[]} */
export const benches = [beside(10, 100, 2), beside(100, 1000, 6)];
