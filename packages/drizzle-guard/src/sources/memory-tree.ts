import type { Tree } from './tree';

/** A Tree of the given files (path → text). */
export function memoryTree(files: Readonly<Record<string, string>>, root = '/memory'): Tree {
  const paths = Object.keys(files).sort();
  return {
    label: 'memory',
    root,
    list: async (dir) => (dir === '' ? paths : paths.filter((path) => path.startsWith(`${dir}/`))),
    has: (path) => Object.hasOwn(files, path),
    read: async (path) => (Object.hasOwn(files, path) ? Buffer.from(files[path]!) : undefined),
  };
}
