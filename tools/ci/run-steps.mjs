import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from './run-command.mjs';
import { stepsOf } from './steps.mjs';

// Some twenty minutes on two quiet cores; a slow machine may take longer, and nothing may hang for ever.
const TOTAL_MINUTES = 80;

/**
 * @typedef {object} Verdict
 * @property {number} passed
 * @property {string[]} failures what failed, and why
 * @property {string[]} skipped what was not run, and why
 */

/**
 * Runs every step, whatever became of those before it.
 * @returns {Promise<0 | 1>} the exit code
 */
export async function runSteps() {
  const deadline = Date.now() + TOTAL_MINUTES * 60_000;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-ci-'));
  const finished = [];
  try {
    for (const lanes of stepsOf(folder)) {
      const isAlone = lanes.length === 1;
      const done = await Promise.all(lanes.map((lane) => runLane(lane, deadline, isAlone)));
      finished.push(...done.flat());
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return printSummary(finished);
}

async function runLane(lane, deadline, isAlone) {
  const finished = [];
  for (const step of lane) finished.push(await runStep(step, deadline, isAlone));
  return finished;
}

async function runStep({ name, command, minutes, budget, judge }, deadline, isAlone) {
  const heading = `\n── ${name}: ${command.join(' ')}\n`;
  const show = (text) => void process.stdout.write(text);
  if (isAlone) show(heading);
  const run = await runCommand(
    command,
    Math.min(minutes * 60_000, deadline - Date.now()),
    isAlone ? show : () => {},
  );
  // Of those that run side by side each is told whole, when it is over.
  if (!isAlone) show(heading + run.output);
  return { name, milliseconds: run.milliseconds, budget, verdict: judge(run) };
}

function printSummary(finished) {
  const verdicts = finished.map(({ verdict }) => verdict);
  const passed = verdicts.reduce((sum, verdict) => sum + verdict.passed, 0);
  const failures = verdicts.flatMap((verdict) => verdict.failures);
  const skipped = verdicts.flatMap((verdict) => verdict.skipped);
  console.log('\n── summary');
  for (const step of finished) console.log(stepLine(step));
  printList(`${skipped.length} skipped`, skipped);
  printList('failed', failures);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

// A time is told and never fails a run: how long a step takes is a matter of the machine, too.
function stepLine({ name, milliseconds, budget, verdict }) {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  const outcome = verdict.failures.length === 0 ? 'passed' : 'FAILED';
  const beside = budget === undefined ? '' : `  (budget: ${budget * 60} s on two quiet cores)`;
  return `${name.padEnd(16)} ${seconds.padStart(8)}  ${outcome}${beside}`;
}

function printList(title, lines) {
  if (lines.length > 0) console.log(`\n${title}:`);
  for (const line of lines) console.log(`  ${line}`);
}
