import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { forgetKeptStates, KEPT, makeForkedRepository, mergeBranches } from './forked-repository.mjs';
import { BIN, NODE, repositoryRoot } from './programs.mjs';

const MIGRATIONS = 300;
const HOOK = [NODE, BIN, 'hook', 'pre-commit'];
const SHADOW = 'node_modules/shadow.cjs';

/** Starts PGlite with what its first start has left, as a shadow does, and runs so many migrations. */
const SHADOW_TEXT = `require('node:v8').setFlagsFromString('--liftoff-only');
const { readdirSync, readFileSync } = require('node:fs');
const { PGlite } = require('@electric-sql/pglite');
const started = readdirSync('${KEPT}').find((name) => name.startsWith('pglite-start-'));
const files = readdirSync('drizzle')
  .filter((name) => name !== 'meta')
  .map((name) => 'drizzle/' + name + (name.endsWith('.sql') ? '' : '/migration.sql'));
(async () => {
  const db = new PGlite({ loadDataDir: new Blob([readFileSync('${KEPT}/' + started).subarray(32)]) });
  await db.waitReady;
  for (const file of files.sort().slice(0, Number(process.argv[2])))
    await db.exec('BEGIN;' + readFileSync(file, 'utf8') + ';COMMIT');
  process.exit();
})();`;

/** What reading cannot do without. */
const PARSER = `const { loadModule, parseSync } = require(process.argv[1]);
loadModule().then(() => parseSync('ALTER TABLE "users" ADD COLUMN "note" text'));`;

const PARSED = [NODE, '-e', PARSER, path.join(repositoryRoot, 'node_modules/libpg-query')];

/**
 * @param {'journal' | 'folders'} layout
 * @param {string} [configuration] comes in with the merge: a hook reads what is staged
 * @param {boolean} [ofOneTable] whether both sides are about one table: else their names tell that they go together
 */
const merging =
  (layout, configuration, ofOneTable = true) =>
  (dir) => {
    const forked = { layout, migrations: MIGRATIONS, branches: 2, each: 3, ofOneTable };
    makeForkedRepository(dir, forked);
    if (configuration) writeFileSync(path.join(dir, 'drizzle-guard.json'), configuration);
    mergeBranches(dir, forked);
    writeFileSync(path.join(dir, SHADOW), SHADOW_TEXT);
  };

/** What is known of the schema stays: it is known from the commits of the two. */
function forgetVerdicts(dir) {
  rmSync(path.join(dir, '.git/drizzle-guard/rulings.json'), { force: true });
}

function forgetStates(dir) {
  forgetVerdicts(dir);
  forgetKeptStates(dir);
}

/** @param {'journal' | 'folders'} layout @returns {import('./measure.mjs').Bench[]} */
const benchesOf = (layout) => [
  {
    name: `merge hook, 300 migrations, of a table each, ${layout}`,
    command: HOOK,
    reference: PARSED,
    budget: 1.5,
    setup: merging(layout, undefined, false),
    before: forgetStates,
  },
  {
    name: `merge hook, 300 migrations, read, ${layout}`,
    command: HOOK,
    reference: PARSED,
    budget: 1.5,
    setup: merging(layout, '{ "proofLimit": "0s" }'),
  },
  {
    name: `merge hook, 300 migrations, a kept state, ${layout}`,
    command: HOOK,
    reference: [NODE, SHADOW, '0'],
    budget: 2.5,
    setup: merging(layout),
    before: forgetVerdicts,
  },
  {
    name: `merge hook, 300 migrations, the first time, ${layout}`,
    command: HOOK,
    reference: [NODE, SHADOW, `${MIGRATIONS}`],
    budget: 2,
    setup: merging(layout),
    before: forgetStates,
  },
];

const AGAINST = [NODE, BIN, 'check', '--migrations', 'drizzle', '--base', 'main', '--head', 'branch-0'];

/** Each branch has a table of its own: others than those of one table are judged without a database. */
const radar = {
  name: 'check --against 100 branches, to one',
  command: [...AGAINST, '--against', 'branch-*'],
  reference: [...AGAINST, '--against', 'branch-1'],
  budget: 10,
  setup: (dir) => makeForkedRepository(dir, { layout: 'folders', migrations: 20, branches: 101, each: 2 }),
};

export const benches = [...benchesOf('journal'), ...benchesOf('folders'), radar];
