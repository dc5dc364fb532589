import { rmSync } from 'node:fs';
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

/** What it takes to say what is wrong where snapshots are gone, beside a look at the same history while they were there. */
const diagnosis = {
  name: 'doctor, 300 migrations of which two have lost their snapshots, to check of a sound one',
  command: [NODE, BIN, 'doctor', '--migrations', 'broken'],
  exitCode: 1,
  reference: checkOf('sound'),
  budget: 3,
  setup(dir) {
    for (const name of ['sound', 'broken']) writeJournalFolder(path.join(dir, name), 300, TABLES);
    for (const number of ['0100', '0200']) rmSync(path.join(dir, `broken/meta/${number}_snapshot.json`));
  },
};

/** @type {import('./measure.mjs').Bench[]} */
export const benches = [beside(10, 100, 2), beside(100, 1000, 6), diagnosis];
