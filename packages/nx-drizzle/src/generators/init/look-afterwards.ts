import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { InitResult } from 'drizzle-guard';

/** Where an install may put it: at the root, or beside the plugin. */
const BINS = ['drizzle-guard', 'nx-drizzle'].map((name) => `node_modules/${name}/bin/drizzle-guard.js`);

/**
 * What `drizzle-guard check` finds in a workspace, by the one that is installed there now, in a process of its own: an
 * install may have moved the files of this one.
 *
 * @param root an absolute path
 * @returns [] where none is installed, or where it does not answer; what to type next begins with the same command
 */
export function lookAfterwards(root: string): InitResult['databases'] {
  const bin = BINS.map((file) => join(root, file)).find((file) => existsSync(file));
  if (bin === undefined) return [];
  const { stdout } = spawnSync(process.execPath, [bin, 'check', '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    windowsHide: true,
  });
  try {
    return (JSON.parse(stdout) as Pick<InitResult, 'databases'>).databases;
  } catch {
    return [];
  }
}
