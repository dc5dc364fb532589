import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finishFolder } from './finish-folder';

/**
 * Installs a version of nx, and no other package of Nx, into the folder for temporary files, where the next run finds it again.
 *
 * @param nx the version of nx
 * @returns the folder that holds its node_modules
 * @throws Error with what npm said
 */
export function installNx(nx: string): string {
  const kept = process.env['DRIZZLE_GUARD_TEST_KEPT'] ?? tmpdir();
  const folder = path.join(kept, 'nx-drizzle-smoke-alone', nx);
  if (existsSync(folder)) return folder;
  mkdirSync(path.dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}-unfinished-`);
  try {
    writeFileSync(path.join(unfinished, 'package.json'), '{ "name": "smoke", "private": true }');
    // One command line, for the shell that Windows needs to find npm; nothing in it comes from elsewhere.
    const command = `npm install --no-audit --no-fund nx@${nx}`;
    execFileSync(command, { cwd: unfinished, shell: true, stdio: 'pipe' });
    finishFolder(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}
