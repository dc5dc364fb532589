import picomatch from 'picomatch';
import type { Tree } from '../sources/tree';
import { treeJoin } from './resolve-file';

const LOADABLE = /\.[mc]?[tj]s$/;

/**
 * The files that a drizzle config's `schema` means, by drizzle-kit 0.31's rules (`prepareFilenames`): each entry is a
 * file, a folder (its direct files) or a glob, which may match folders; all relative to the package's folder.
 *
 * @param dir the package's folder, "." for the root
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
    if (path === null) continue;
    if (tree.has(path)) {
      found.add(path);
      continue;
    }
    const { base, isGlob } = picomatch.scan(path);
    const below = await tree.list(isGlob ? base : path);
    if (!isGlob) for (const file of directFiles(below, path)) found.add(file);
    else for (const file of matching(below, path)) found.add(file);
  }
  return [...found].sort();
}

function directFiles(files: readonly string[], folder: string): string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return files.filter(
    (file) => LOADABLE.test(file) && file.startsWith(prefix) && !file.slice(prefix.length).includes('/'),
  );
}

function matching(files: readonly string[], glob: string): string[] {
  const isMatch = picomatch(glob);
  const folders = new Set<string>();
  for (const file of files)
    for (let at = file.indexOf('/'); at !== -1; at = file.indexOf('/', at + 1))
      folders.add(file.slice(0, at));
  const fromFolders = [...folders]
    .filter((folder) => isMatch(folder))
    .flatMap((folder) => directFiles(files, folder));
  return [...files.filter((file) => LOADABLE.test(file) && isMatch(file)), ...fromFolders];
}
