import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A disk of this size, where this user may make one; whoever may not skips the test. */
function disk(size: string): string | null {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

/** Makes a disk of this size, hands it to `use`, and takes it away. */
export async function onDisk(size: string, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = disk(size)!;
  try {
    await use(folder);
  } finally {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  }
}

export const canMount = ((): boolean => {
  const folder = disk('16k');
  if (folder) execFileSync('umount', ['-l', folder]);
  if (folder) rmSync(folder, { recursive: true });
  return folder !== null;
})();
