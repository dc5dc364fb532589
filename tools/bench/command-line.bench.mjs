import path from 'node:path';
import { writeJournalFolder } from './journal-folder.mjs';
import { BIN, NODE, NODE_START } from './programs.mjs';

/** @type {import('./measure.mjs').Bench[]} */
export const benches = [
  {
    name: 'drizzle-guard --version',
    command: [NODE, BIN, '--version'],
    reference: NODE_START,
    budget: 1.3,
  },
  {
    name: 'check --migrations, 3 migrations',
    command: [NODE, BIN, 'check', '--migrations', 'drizzle'],
    reference: NODE_START,
    budget: 1.5,
    setup: (dir) => writeJournalFolder(path.join(dir, 'drizzle'), 3),
  },
];
