import { spawn } from 'node:child_process';

/**
 * @typedef {object} Run
 * @property {number} milliseconds
 * @property {string} output both streams
 * @property {string | undefined} problem why the run is not one that ended with 0
 */

/** The process groups that are running: more than one where steps run side by side. */
const groups = new Set();

/** What ends this process ends all that it has started. */
function stop() {
  groups.forEach(killGroup);
  process.exit(130);
}

process.on('SIGINT', stop).on('SIGTERM', stop);

/**
 * Runs a command, and ends it and all that it started when the time is over.
 * @param {readonly string[]} command
 * @param {number} limit milliseconds
 * @param {(text: string) => void} show is given its output as it comes
 * @returns {Promise<Run>}
 */
export function runCommand([program, ...args], limit, show) {
  const start = Date.now();
  if (limit <= 0)
    return Promise.resolve({ milliseconds: 0, output: '', problem: 'no time was left to run it' });
  return new Promise((resolve) => {
    // A process group of its own, so that nothing of it is left behind.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    let problem;
    const take = (text) => {
      output += text;
      show(text);
    };
    groups.add(child.pid);
    const endGroup = () => killGroup(child.pid);
    const timer = setTimeout(() => {
      problem = `not finished after ${Math.round(limit / 1000)} s`;
      endGroup();
    }, limit);
    const finish = () => {
      clearTimeout(timer);
      groups.delete(child.pid);
      resolve({ milliseconds: Date.now() - start, output, problem });
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
    child.on('error', (error) => {
      problem = error.message;
      if (child.pid === undefined) finish();
    });
    child.on('exit', (code, signal) => {
      if (code !== 0) problem ??= `ended with ${code ?? signal}`;
      endGroup();
    });
    child.on('close', finish);
  });
}

function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left, as it should be.
  }
}
