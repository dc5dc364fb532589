import { readText, type Tree } from '../sources/tree';
import { parseJson } from '../text/json';
import { join, baseName, folderOf } from '../text/paths';

/**
 * The folder of the package that a file belongs to: the nearest at or above it whose package.json has a name. One
 * without a name (`{ "type": "module" }` in a source folder) makes no package, unless there is nothing else; without
 * any package.json it is the file's own folder.
 */
export async function findPackage(tree: Tree, file: string): Promise<string> {
  const folders = foldersAbove(file).filter((folder) => tree.has(join(folder, 'package.json')));
  for (const folder of folders) if ((await readName(tree, folder)) !== '') return folder;
  return folders[0] ?? folderOf(file);
}

/** A package's name without its scope; of one without a name, its folder's. */
export async function packageNameOf(tree: Tree, folder: string): Promise<string> {
  return (await readName(tree, folder)) || baseName(folder) || baseName(tree.root.replaceAll('\\', '/'));
}

/** The name in a folder's package.json, with its scope; null where there is none. "." is the root. */
export async function fullNameOf(tree: Tree, dir: string): Promise<string | null> {
  return (await readFullName(tree, dir === '.' ? '' : dir)) || null;
}

async function readName(tree: Tree, folder: string): Promise<string> {
  return baseName(await readFullName(tree, folder));
}

/** "" where there is none. */
async function readFullName(tree: Tree, folder: string): Promise<string> {
  const text = await readText(tree, join(folder, 'package.json'));
  const parsed = text === undefined ? undefined : parseJson(text);
  const manifest = parsed && 'value' in parsed ? (parsed.value as { name?: unknown } | null) : null;
  return typeof manifest?.name === 'string' ? manifest.name : '';
}

/** From the file's own folder up to the root (""). */
function foldersAbove(file: string): string[] {
  const folder = folderOf(file);
  return folder === '' ? [''] : [folder, ...foldersAbove(folder)];
}
