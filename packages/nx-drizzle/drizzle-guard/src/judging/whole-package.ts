import type { Inputs } from '../answers/inputs';
import type { Tree } from '../sources/tree';
import { folderOf, join } from '../text/paths';
import type { Database } from '../workspace/discover';
import { foldersAbove, readObject } from '../workspace/packages';

/**
 * What an answer rests on as long as not all of it could be read: beside what was read, everything of the package and of
 * the packages of the workspace that it depends on. Nobody knows then which of it the schema is made of.
 */
export async function withWholePackage(read: Inputs, tree: Tree, { dir }: Database): Promise<Inputs> {
  const own = join(dir === '.' ? '' : dir, 'package.json');
  // A project without one of its own may import whatever the package above it has.
  const start = foldersAbove(own).find((folder) => tree.has(join(folder, 'package.json'))) ?? folderOf(own);
  const folders = new Set([start]);
  // At the root everything is the package's already.
  const byName = start === '' ? new Map<string, string>() : await workspacePackages(tree);
  for (const folder of folders)
    for (const name of await dependenciesOf(tree, folder)) {
      const found = byName.get(name);
      if (found !== undefined) folders.add(found);
    }
  const whole = Object.fromEntries([...folders].map((folder) => [folder, '']));
  return { ...read, folders: { ...read.folders, ...whole } };
}

/** What says which versions are installed: manifests, lockfiles, and where some managers keep ranges of versions. */
const OF_VERSIONS = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
  '.yarnrc.yml',
  'bun.lock',
  'bun.lockb',
];

/**
 * The same where the versions that a package resolves do not fit its migrations: what says which ones those are, in its
 * own folder and in those above it. Whether it is there or not, a change of it is a change of the answer.
 */
export function withInstalled(read: Inputs, { dir }: Database): Inputs {
  const folders = foldersAbove(join(dir === '.' ? '' : dir, 'package.json'));
  const files = folders.flatMap((folder) => OF_VERSIONS.map((name) => [join(folder, name), ''] as const));
  return { ...read, files: { ...Object.fromEntries(files), ...read.files } };
}

/** Name → folder. */
async function workspacePackages(tree: Tree): Promise<Map<string, string>> {
  const byName = new Map<string, string>();
  for (const file of await tree.match('**/package.json')) {
    const { name } = await readObject(tree, file);
    if (typeof name === 'string') byName.set(name, folderOf(file));
  }
  return byName;
}

async function dependenciesOf(tree: Tree, folder: string): Promise<string[]> {
  const manifest = await readObject(tree, join(folder, 'package.json'));
  const groups = [
    manifest['dependencies'],
    manifest['devDependencies'],
    manifest['peerDependencies'],
    manifest['optionalDependencies'],
  ];
  return groups.flatMap((group) => (typeof group === 'object' && group !== null ? Object.keys(group) : []));
}
