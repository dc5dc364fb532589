import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** This very node: what `node` means on the PATH may be a wrapper that has a start of its own. */
export const NODE = process.execPath;

export const BIN = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');

/** What every bench of the bin is compared with: a node that starts and does nothing. */
export const NODE_START = [NODE, '-e', '0'];

/**
 * A command as people type it.
 * @param {readonly string[]} command
 */
export function commandText([program, ...rest]) {
  return [path.basename(program), ...rest.map((part) => (part === BIN ? 'drizzle-guard' : part))].join(' ');
}
