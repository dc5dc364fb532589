import { matcherOfGlob } from './glob';
import type { Tree } from './tree';

/** A Tree of the given files (path → text). */
export function memoryTree(files: Readonly<Record<string, string>>, root = '/memory'): Tree {
  const paths = Object.keys(files).sort();
  return {
    label: 'memory',
    root,
    list: async (dir) => (dir === '' ? paths : paths.filter((path) => path.startsWith(`${dir}/`))),
    match: async (glob) => {
      const isMatch = await matcherOfGlob(glob);
      return paths.filter((path) => isMatch(path));
    },
    has: (path) => Object.hasOwn(files, path),
    idOf: () => null,
    read: async (path) => (Object.hasOwn(files, path) ? Buffer.from(files[path]!) : undefined),
  };
}
