import { patternOfGlob } from '../sources/glob';
import type { Tree } from '../sources/tree';
import { fingerprint, fingerprintFolder, type GlobInput, type Inputs } from './inputs';

/** A Tree that notes what is asked of it. Only for Trees that know ids. */
export function recordingTree(tree: Tree): { tree: Tree; inputs(): Inputs } {
  const files = new Map<string, string | null>();
  const folders = new Map<string, string>();
  const globs = new Map<string, GlobInput>();
  return {
    tree: {
      label: tree.label,
      root: tree.root,
      async list(dir) {
        const paths = await tree.list(dir);
        folders.set(dir, fingerprintFolder(paths, tree.idOf));
        return paths;
      },
      async match(glob) {
        const paths = await tree.match(glob);
        globs.set(glob, { pattern: await patternOfGlob(glob), fingerprint: fingerprint(paths) });
        return paths;
      },
      has(path) {
        const has = tree.has(path);
        if (!files.get(path)) files.set(path, has ? '' : null);
        return has;
      },
      ...(tree.ownOf && { ownOf: tree.ownOf }),
      idOf: tree.idOf,
      async read(path) {
        files.set(path, tree.idOf(path));
        return tree.read(path);
      },
    },
    inputs: () => {
      const listed = [...folders.keys()];
      const isListed = (path: string) => listed.some((dir) => dir === '' || path.startsWith(`${dir}/`));
      return {
        files: Object.fromEntries([...files].filter(([path]) => !isListed(path))),
        folders: Object.fromEntries(folders),
        globs: Object.fromEntries(globs),
      };
    },
  };
}
