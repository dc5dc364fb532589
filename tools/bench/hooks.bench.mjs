import { BIN, DRIZZLE_KIT, NODE, NODE_START } from './programs.mjs';
import {
  forgetEverything,
  forgetVerdicts,
  makeSchemaRepository,
  stageFile,
  stageSchema,
} from './schema-repository.mjs';

const PRE_COMMIT = [NODE, BIN, 'hook', 'pre-commit'];
const GENERATE = [NODE, DRIZZLE_KIT, 'generate', '--config=drizzle.config.ts'];
const COMMENT = '// a change that needs no migration\n';
const TABLE = "export const extra = pgTable('extra', { id: serial().primaryKey() });\n";

const inSync = (tables, custom) => (dir) => {
  makeSchemaRepository(dir, { tables, custom });
  stageSchema(dir, COMMENT);
};

/** @type {import('./measure.mjs').Bench[]} */
export const benches = [
  {
    name: 'pre-commit, nothing relevant staged',
    command: PRE_COMMIT,
    reference: NODE_START,
    budget: 1.3,
    setup(dir) {
      makeSchemaRepository(dir, { tables: 5 });
      stageFile(dir, 'notes.md', 'nothing about a database\n');
    },
  },
  {
    name: 'pre-commit, verdict known',
    command: PRE_COMMIT,
    reference: NODE_START,
    budget: 1.7,
    setup: inSync(5),
  },
  {
    name: 'pre-commit, first verdict, 5 tables',
    command: PRE_COMMIT,
    reference: GENERATE,
    budget: 1.3,
    setup: inSync(5),
    before: forgetEverything,
  },
  {
    name: 'pre-commit, first verdict, 200 tables',
    command: PRE_COMMIT,
    reference: GENERATE,
    budget: 0.9,
    setup: inSync(200),
    before: forgetEverything,
  },
  {
    name: 'pre-commit, first verdict, 200 tables, 300 migrations',
    command: PRE_COMMIT,
    reference: GENERATE,
    budget: 0.9,
    setup: inSync(200, 299),
    before: forgetVerdicts,
  },
  {
    name: 'pre-commit, first run ever, 200 tables, 300 migrations',
    command: PRE_COMMIT,
    reference: GENERATE,
    budget: 0.9,
    setup: inSync(200, 299),
    before: forgetEverything,
  },
  {
    name: 'pre-commit, first verdict and stale, 5 tables',
    command: PRE_COMMIT,
    reference: GENERATE,
    budget: 2.6,
    exitCode: 1,
    setup(dir) {
      makeSchemaRepository(dir, { tables: 5 });
      stageSchema(dir, TABLE);
    },
    before: forgetEverything,
  },
];
