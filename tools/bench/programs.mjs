import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** This very node: what `node` means on the PATH may be a wrapper that has a start of its own. */
export const NODE = process.execPath;

export const BIN = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');

export const DRIZZLE_KIT = path.join(repositoryRoot, 'node_modules/drizzle-kit/bin.cjs');

const NAMES = new Map([
  [BIN, 'drizzle-guard'],
  [DRIZZLE_KIT, 'drizzle-kit'],
]);

/** What every bench of the bin is compared with: a node that starts and does nothing. */
export const NODE_START = [NODE, '-e', '0'];

/**
 * A command as people type it.
 * @param {readonly string[]} command
 */
export function commandText([program, ...rest]) {
  return [path.basename(program), ...rest.map((part) => NAMES.get(part) ?? part)].join(' ');
}
