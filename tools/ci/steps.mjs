import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { judgeHistories } from './judge-histories.mjs';
import { judgeTests } from './judge-tests.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command
 * @property {number} minutes the longest that it may take
 * @property {number} [budget] the minutes that it is to take on two quiet cores: printed beside its time, and no more
 * @property {(run: import('./run-command.mjs').Run) => import('./run-steps.mjs').Verdict} judge
 */

/**
 * In the order in which they are run; what has lanes runs them side by side, and the steps of each one after another.
 * Tests use both cores, and what is timed has the machine for itself.
 * @param {string} folder a temporary one, for the report of the tests
 * @returns {Step[][][]}
 */
export function stepsOf(folder) {
  const alone = (...steps) => steps.map((one) => [[one]]);
  return [
    [
      [step('types', 'npm run types', 10), step('docs', 'npm run docs:check', 2)],
      [step('lint', 'npm run lint', 10), step('formatting', 'npm run format:check', 10)],
    ],
    ...alone(
      tests(folder, 'tests', 'npm test', { minutes: 35, budget: 8 }),
      tests(folder, 'databases', 'npm run test:databases', { minutes: 20, budget: 4 }),
      tests(folder, 'walks', 'npm run test:walks', { minutes: 20, budget: 4 }),
      step('newer Node', 'npm run test:newer-node', 10),
    ),
    // The one waits for a registry most of its time.
    [
      [step('installs', 'npm run test:installs', 10)],
      [
        { name: 'histories', command: ['npm', 'run', 'histories'], minutes: 10, judge: judgeHistories },
        step('db:migrate', 'npx nx run db:migrate', 2),
        step('db:migrate again', 'npx nx run db:migrate', 2, 'nothing is pending'),
        step('db:status', 'npx nx run db:status', 2),
      ],
    ],
    // For information: it ends with 1 only where a command did not do what was to be timed.
    ...alone(step('bench', 'npm run bench -- --runs 1 --within 120', 12)),
  ];
}

/** A step whose tests are counted one by one. */
function tests(folder, name, command, { minutes, budget }) {
  const report = path.join(folder, `${name}.json`);
  return {
    name,
    command: [...`${command} --`.split(' '), ...reporters(report)],
    minutes,
    budget,
    judge: (run) => judgeTests(report, run.problem),
  };
}

function reporters(report) {
  const names = ['default', './tools/ci/skip-reasons.mjs', 'json'];
  return [...names.map((name) => `--reporter=${name}`), `--outputFile.json=${report}`];
}

/** A step that has passed when its command ended with 0 and, where `says` is given, said that. */
function step(name, command, minutes, says) {
  return {
    name,
    command: command.split(' '),
    minutes,
    judge({ problem, output }) {
      const silent = says !== undefined && !stripVTControlCharacters(output).includes(says);
      const failure = problem ?? (silent ? `did not say "${says}"` : undefined);
      return failure === undefined
        ? { passed: 1, failures: [], skipped: [] }
        : { passed: 0, failures: [`${name}: ${failure}`], skipped: [] };
    },
  };
}
