import { createHash } from 'node:crypto';
import type { Tree } from '../sources/tree';

/** Everything that an answer rests on; an answer is good wherever all of it is the same. */
export interface Inputs {
  /** Path → id of its bytes; null where there is no such file; "" where only its presence was asked. */
  files: Record<string, string | null>;
  /** Folder → fingerprint of the paths and ids below it. */
  folders: Record<string, string>;
  /** Glob → fingerprint of the paths that it matches. */
  globs: Record<string, string>;
}

/** A Tree that notes what is asked of it. Only for Trees that know ids. */
export function recordingTree(tree: Tree): { tree: Tree; inputs(): Inputs } {
  const files = new Map<string, string | null>();
  const folders = new Map<string, string>();
  const globs = new Map<string, string>();
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
        globs.set(glob, fingerprint(paths));
        return paths;
      },
      has(path) {
        const has = tree.has(path);
        if (!files.get(path)) files.set(path, has ? '' : null);
        return has;
      },
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

export function fingerprintFolder(paths: readonly string[], idOf: (path: string) => string | null): string {
  return fingerprint(paths.map((path) => `${idOf(path)} ${path}`));
}

export function fingerprint(lines: readonly string[]): string {
  const hash = createHash('sha1');
  for (const line of lines) hash.update(line).update('\0');
  return hash.digest('base64');
}
