import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('note-peak-memory.cjs', import.meta.url));

/**
 * The peak memory of one more run: that of the greatest node process in it. Undefined where the system does not tell
 * (anything but Linux).
 * @param {readonly string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {number | undefined}
 */
export function peakMegabytes([program, ...args], { cwd, env }) {
  const file = path.join(os.tmpdir(), `drizzle-guard-peak-${process.pid}`);
  const noting = { NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`, PEAK_MEMORY_FILE: file };
  try {
    spawnSync(program, args, { cwd, env: { ...env, ...noting }, stdio: 'ignore' });
    return Math.max(...readFileSync(file, 'utf8').trim().split('\n').map(Number)) / 1024;
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
}
