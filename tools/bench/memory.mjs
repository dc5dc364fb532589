import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const TIME = '/usr/bin/time';

/**
 * The peak memory of one more run, by GNU time; undefined where the machine has none.
 * @param {readonly string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {number | undefined}
 */
export function peakMegabytes(command, options) {
  if (!existsSync(TIME)) return undefined;
  const run = spawnSync(TIME, ['-v', ...command], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const kilobytes = /Maximum resident set size \(kbytes\): (\d+)/.exec(run.stderr ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
