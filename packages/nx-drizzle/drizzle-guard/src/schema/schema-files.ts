import picomatch from 'picomatch';
import type { Tree } from '../sources/tree';
import { join } from '../text/paths';
import { treeJoin } from './resolve-file';

const LOADABLE = /\.[mc]?[tj]s$/;

/**
 * The files that a drizzle config's `schema` means, by drizzle-kit 0.31's rules (`prepareFilenames`): each entry is a
 * file, a folder (its direct files) or a glob, which may match folders. Only the entry is a glob: the folder that it
 * counts from may be called `[tenant]`.
 *
 * @param dir the folder that they count from, "." for the root
 * @returns paths in the Tree, sorted
 */
export async function findSchemaFiles(
  tree: Tree,
  dir: string,
  patterns: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of patterns) {
    const path = treeJoin(dir, pattern);
    if (path !== null && tree.has(path)) {
      found.add(path);
      continue;
    }
    const { base, glob, isGlob } = picomatch.scan(pattern);
    const folder = isGlob ? treeJoin(dir, base) : path;
    if (folder === null) continue;
    const below = await filesBelow(tree, folder);
    for (const file of isGlob ? matching(below, glob) : below.filter(isDirect)) found.add(join(folder, file));
  }
  return [...found].sort();
}

/** Loadable files, from the folder. */
async function filesBelow(tree: Tree, folder: string): Promise<string[]> {
  const files = await tree.list(folder);
  const length = folder === '' ? 0 : folder.length + 1;
  return files.filter((file) => LOADABLE.test(file)).map((file) => file.slice(length));
}

function isDirect(file: string): boolean {
  return !file.includes('/');
}

function matching(files: readonly string[], glob: string): string[] {
  const isMatch = picomatch(glob, { flags: 's' });
  return files.filter((file) => isMatch(file) || isMatch(file.slice(0, Math.max(0, file.lastIndexOf('/')))));
}
