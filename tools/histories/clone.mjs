import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * @typedef {object} Clone
 * @property {string} dir
 * @property {(branch: string) => void} checkOut
 */

/**
 * Clones a bundle into a temporary folder for the time that `use` takes.
 * @template T
 * @param {string} bundle
 * @param {(clone: Clone) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withClone(bundle, use) {
  const dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-histories-')));
  try {
    git(dir, 'clone', '--quiet', '--no-checkout', bundle, '.');
    return await use({ dir, checkOut: (branch) => git(dir, 'checkout', '--quiet', `origin/${branch}`) });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function git(cwd, ...args) {
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries(outer), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  execFileSync('git', args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
}
