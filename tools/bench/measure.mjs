import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { peakMegabytes } from './memory.mjs';
import { commandText } from './programs.mjs';

/**
 * @typedef {object} Bench
 * @property {string} name
 * @property {readonly string[]} command argv, run in a temporary folder of the bench's own
 * @property {readonly string[]} reference argv of what it is compared with, run in the same folder
 * @property {string} [in] the sub-folder in which the command runs
 * @property {string} [referenceIn] the one in which the reference runs
 * @property {number} budget how many times the reference it may take
 * @property {number} [memoryBudget] how many times the peak memory of the reference it may hold
 * @property {number} [exitCode] what the command is to exit with, where that is not 0
 * @property {(dir: string) => unknown} [setup] fills the folder
 * @property {(dir: string) => unknown} [before] runs before each run of the command, and is not timed
 * @property {(dir: string) => unknown} [after] runs at the end
 * @property {Record<string, string | undefined>} [env] added to (or, with undefined, taken out of) the environment
 */

/**
 * @typedef {object} Measurement
 * @property {Bench} bench
 * @property {number} median milliseconds
 * @property {number} min milliseconds
 * @property {number} reference the reference's median, milliseconds
 * @property {number} ratio of the medians
 * @property {number} pairRatio median of the ratios of each run to the reference's run after it
 * @property {number | undefined} megabytes peak memory, where it can be known
 * @property {number | undefined} memoryRatio to the reference's, where there is a budget for it
 */

// What makes every node start slower or faster would hide what the command itself adds.
const NODE_START_VARIABLES = [
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_COMPILE_CACHE',
  'NODE_V8_COVERAGE',
];
const LIMIT_MILLISECONDS = 120_000;

/**
 * Times whole processes, in turn with the reference, so that a busy moment of the machine falls on both.
 * @param {Bench} bench
 * @param {number} runs
 * @returns {Promise<Measurement>}
 */
export async function measure(bench, runs) {
  const cwd = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-bench-')));
  try {
    await bench.setup?.(cwd);
    const env = { ...process.env };
    for (const name of NODE_START_VARIABLES) delete env[name];
    const own = { cwd: path.join(cwd, bench.in ?? ''), env: { ...env, ...bench.env } };
    const command = () => {
      bench.before?.(cwd);
      return timeRun(bench.command, own, bench.exitCode ?? 0);
    };
    const others = { ...own, cwd: path.join(cwd, bench.referenceIn ?? '') };
    const reference = () => timeRun(bench.reference, others, 0);
    command();
    reference();
    const pairs = Array.from({ length: runs }, () => [command(), reference()]);
    const times = pairs.map(([time]) => time);
    const median = medianOf(times);
    const referenceMedian = medianOf(pairs.map(([, time]) => time));
    bench.before?.(cwd);
    const megabytes = peakMegabytes(bench.command, own);
    const referenceMegabytes =
      bench.memoryBudget === undefined ? undefined : peakMegabytes(bench.reference, others);
    return {
      bench,
      median,
      min: Math.min(...times),
      reference: referenceMedian,
      ratio: median / referenceMedian,
      pairRatio: medianOf(pairs.map(([time, other]) => time / other)),
      megabytes,
      memoryRatio: referenceMegabytes === undefined ? undefined : megabytes / referenceMegabytes,
    };
  } finally {
    bench.after?.(cwd);
    rmSync(cwd, { recursive: true, force: true });
  }
}

function timeRun(command, options, expected) {
  const [program, ...args] = command;
  const start = process.hrtime.bigint();
  const run = spawnSync(program, args, {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: LIMIT_MILLISECONDS,
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (run.error || run.status !== expected) throw new Error(wrongRun(command, run, expected));
  return milliseconds;
}

function wrongRun(command, run, expected) {
  const what = run.error ? run.error.message : `exited with ${run.status ?? run.signal}, not ${expected}`;
  return [`${commandText(command)}: ${what}`, run.stderr?.trim()].filter(Boolean).join('\n');
}

function medianOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
