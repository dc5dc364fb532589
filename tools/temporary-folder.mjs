import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Linux's, of memory. */
const MEMORY = '/dev/shm';

/** More than all that tests have there at once. */
const ENOUGH = 4 * 2 ** 30;

/**
 * Where tests make their folders: in memory where there is enough of it, else where everything makes them. They make tens
 * of thousands of files that are gone a second later, which a disk takes an eighth of all their CPU for.
 */
export function temporaryFolder() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH && canRunFrom(MEMORY) ? MEMORY : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}

/** Hooks are programs there; in a container it is often mounted without the right to run any. */
function canRunFrom(parent) {
  const folder = mkdtempSync(path.join(parent, 'drizzle-guard-'));
  try {
    const program = path.join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    return spawnSync(program).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
