// Times the command line as whole processes. A slow command is reported, never a failure; a command that ran wrongly is one.
// A new bench is an entry in a *.bench.mjs here; a new group is a new file.
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measure } from './measure.mjs';
import { measurementsText } from './table.mjs';

function readOptions() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '15' },
      only: { type: 'string', default: '' },
      // In seconds: none is begun after them.
      within: { type: 'string', default: 'Infinity' },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}: not a number of runs`);
  const within = Number(values.within);
  if (!(within > 0)) throw new Error(`--within ${values.within}: not a number of seconds`);
  return { runs, only: values.only, within };
}

/** @returns {Promise<import('./measure.mjs').Bench[]>} */
async function readBenches(only) {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.bench.mjs'));
  const groups = await Promise.all(files.sort().map((file) => import(new URL(file, import.meta.url))));
  const all = groups.flatMap(({ benches }) => benches);
  const chosen = all.filter(({ name }) => name.includes(only));
  if (chosen.length === 0)
    throw new Error(
      [`no bench has "${only}" in its name:`, ...all.map(({ name }) => `  ${name}`)].join('\n'),
    );
  return chosen;
}

async function runBenches() {
  const { runs, only, within } = readOptions();
  const deadline = performance.now() + within * 1000;
  const measurements = [];
  const errors = [];
  const left = [];
  for (const bench of await readBenches(only))
    if (performance.now() > deadline) left.push(bench.name);
    else
      try {
        measurements.push(await measure(bench, runs));
      } catch (error) {
        errors.push(`not measured: ${bench.name}\n${error.message}`);
      }
  if (measurements.length > 0) console.log(measurementsText(measurements));
  console.log(`node ${process.version}, ${runs} ${runs === 1 ? 'run' : 'runs'} each`);
  if (left.length > 0) console.log([`not measured within ${within} s:`, ...left].join('\n  '));
  for (const error of errors) console.error(error);
  return errors.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await runBenches();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
