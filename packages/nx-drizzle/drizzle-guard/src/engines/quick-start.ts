/** A history with more statements than this runs faster when its database is compiled well. */
const FEW = 500;

/**
 * V8 compiles WebAssembly quickly first, and what is used much once more, well, on other threads. Of a database that runs
 * a few statements the second half is never of use, and takes as long as all the rest: opening PGlite 0.5 costs half the
 * CPU without it; 1,000 statements cost a tenth more. To be called before WebAssembly is loaded.
 */
export function compileOnce(statements = 0): void {
  if (statements > FEW) return;
  // Loaded here: most databases are none of PGlite.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  setFlagsFromString('--liftoff-only');
}

/**
 * Postgres clears its buffers as it starts: 128 MB of them, half of the CPU of a start once nothing is compiled twice.
 * What is in none of them is in memory here, or in the cache of the operating system.
 */
export const BUFFERS = '16MB';

/** What a data directory is to be opened with, as an option of PGlite; nothing of it stays in the directory. */
export function fewBuffers({ defaultStartParams }: StartedWith): { startParams?: string[] } {
  return defaultStartParams
    ? { startParams: [...defaultStartParams, '-c', `shared_buffers=${BUFFERS}`] }
    : {};
}

/** Since 0.4, PGlite says what it starts Postgres with. */
export interface StartedWith {
  defaultStartParams?: readonly string[];
}
