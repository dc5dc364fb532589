import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { toTreePath } from '../files/tree-path';
import type { Tree } from '../sources/tree';
import type { Database } from '../workspace/discover';
import { treeJoin } from './resolve-file';
import { inWords } from './settle-cwd';

/**
 * A path or glob of a drizzle config as one from where drizzle-kit is run, which it is, or which an absolute one is made.
 * @param cwd from the root, "." for the root itself
 * @throws GuardError `invalid-drizzle-config` where it leads out of the repository
 */
export function fromCwd(
  tree: Tree,
  { name }: Database,
  cwd: string,
  key: 'schema' | 'out',
  given: string,
): string {
  const inTree = path.isAbsolute(given) ? inRoot(tree.root, given) : treeJoin(cwd, given);
  if (inTree === null)
    throw new GuardError(
      'invalid-drizzle-config',
      `the ${key === 'out' ? 'migrations folder' : 'schema'} of ${name} is ${given}, which lies outside the repository`,
      `give \`${key}\` as a path inside the repository, from ${inWords(cwd)}`,
    );
  if (!path.isAbsolute(given)) return given;
  return path.posix.relative(cwd === '.' ? '' : cwd, inTree) || '.';
}

/** The root may have been reached through a symbolic link, and the path not, or the other way round. */
function inRoot(root: string, absolute: string): string | null {
  const roots = existsSync(root) ? [root, realpathSync(root)] : [root];
  const candidates = [absolute, realOf(absolute)].flatMap((one) =>
    roots.map((from) => toTreePath(from, one)),
  );
  return candidates.find((one) => one !== '..' && !one.startsWith('../') && !path.isAbsolute(one)) ?? null;
}

/** With the links resolved of that part of it which is there; a glob is not. */
function realOf(absolute: string): string {
  const parent = path.dirname(absolute);
  if (existsSync(absolute)) return realpathSync(absolute);
  return parent === absolute ? absolute : path.join(realOf(parent), path.basename(absolute));
}
