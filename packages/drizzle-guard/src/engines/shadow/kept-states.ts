import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeWarmStart } from './warm-start';

/** Each has some 20 MB: the states on which the branches of a week rest. */
const KEPT = 4;

const PREFIX = 'pglite-state-';

/** Where a state is kept: beside the started PGlite. @param key changes with all that has led to it */
export function stateFile(cache: string, key: string): string {
  const version = path.basename(cache, '.tar').replace('pglite-start-', '');
  return path.join(path.dirname(cache), `${PREFIX}${version}-${key}.tar`);
}

/** Keeps a data directory, and as many others as were used last. */
export function keepState(file: string, content: Uint8Array): void {
  writeWarmStart(file, content);
  try {
    const folder = path.dirname(file);
    const kept = readdirSync(folder)
      .filter((name) => name.startsWith(PREFIX) && name.endsWith('.tar'))
      .map((name) => path.join(folder, name))
      .map((one) => ({ one, used: statSync(one).atimeMs }));
    kept.sort((a, b) => b.used - a.used);
    for (const { one } of kept.slice(KEPT)) rmSync(one, { force: true });
  } catch {
    // Another run is at it; what is too much is taken away the next time.
  }
}
