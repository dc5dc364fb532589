import { readText, type Tree } from '../sources/tree';
import { parseJson } from '../text/json';
import { join, baseName, folderOf } from '../text/paths';
import { shortName } from './database-name';

/**
 * The folder of the project that a file belongs to: the nearest at or above it that is a project of Nx by its
 * project.json, or whose package.json has a name. A package.json without a name (`{ "type": "module" }` in a source
 * folder) makes no package, unless there is nothing else; without any it is the file's own folder.
 */
export async function findProject(tree: Tree, file: string): Promise<string> {
  const folders = foldersAbove(file);
  for (const folder of folders) {
    if (isNxProject(tree, folder)) return folder;
    if (tree.has(join(folder, 'package.json')) && (await readPackageName(tree, folder)) !== null)
      return folder;
  }
  return folders.find((folder) => tree.has(join(folder, 'package.json'))) ?? folderOf(file);
}

/** A project's name without its scope; of one without a name its folder's, in lower case where Nx gives it. */
export async function projectNameOf(tree: Tree, folder: string): Promise<string> {
  const full = await fullNameOf(tree, folder);
  if (full !== null) return shortName(full);
  const ofFolder = baseName(folder) || baseName(tree.root.replaceAll('\\', '/'));
  return isNxProject(tree, folder) ? ofFolder.toLowerCase() : ofFolder;
}

/**
 * The name of a project with its scope, as Nx has it: that of its project.json, else of `nx` in its package.json, else
 * of the package. null where there is none.
 * @param dir "." or "" is the root
 */
export async function fullNameOf(tree: Tree, dir: string): Promise<string | null> {
  const folder = dir === '.' ? '' : dir;
  const ofNx = isNxProject(tree, folder)
    ? nameIn(await readObject(tree, join(folder, 'project.json')))
    : null;
  return ofNx ?? (await readPackageName(tree, folder));
}

/** From the file's own folder up to the root (""). */
export function foldersAbove(file: string): string[] {
  const folder = folderOf(file);
  return folder === '' ? [''] : [folder, ...foldersAbove(folder)];
}

/** Other tools have files of that name too. */
function isNxProject(tree: Tree, folder: string): boolean {
  const file = join(folder, 'project.json');
  return tree.has(file) && foldersAbove(file).some((above) => tree.has(join(above, 'nx.json')));
}

async function readPackageName(tree: Tree, folder: string): Promise<string | null> {
  const manifest = await readObject(tree, join(folder, 'package.json'));
  return nameIn(manifest['nx']) ?? nameIn(manifest);
}

function nameIn(value: unknown): string | null {
  const name = (value as { name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** A JSON file; {} for what is not there or is no object: others say so. */
export async function readObject(tree: Tree, file: string): Promise<Record<string, unknown>> {
  const text = await readText(tree, file);
  const parsed = text === undefined ? undefined : parseJson(text);
  const value = parsed && 'value' in parsed ? parsed.value : null;
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
