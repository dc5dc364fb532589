import { matcherOfGlob } from './glob';
import type { Tree } from './tree';

/** A Tree with some files as they are to be; null takes one out. For judging what is not written yet. */
export function overlayTree(tree: Tree, changes: ReadonlyMap<string, string | Uint8Array | null>): Tree {
  const merge = (paths: readonly string[], isAsked: (path: string) => boolean) => {
    const added = [...changes.keys()].filter((path) => changes.get(path) !== null && isAsked(path));
    const kept = paths.filter((path) => changes.get(path) !== null);
    return [...new Set([...kept, ...added])].sort();
  };
  return {
    label: `${tree.label}, mended`,
    root: tree.root,
    list: async (dir) => merge(await tree.list(dir), (path) => dir === '' || path.startsWith(`${dir}/`)),
    async match(glob) {
      return merge(await tree.match(glob), await matcherOfGlob(glob));
    },
    has: (path) => (changes.has(path) ? changes.get(path) !== null : tree.has(path)),
    idOf: (path) => (changes.has(path) ? null : tree.idOf(path)),
    async read(path) {
      const changed = changes.get(path);
      if (changed === undefined) return tree.read(path);
      return changed === null ? undefined : Buffer.from(changed);
    },
  };
}
