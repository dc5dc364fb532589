import { following } from '../sources/following';
import { patternOfGlob } from '../sources/glob';
import type { Entries, Listed, Tree } from '../sources/tree';
import { fingerprint, fingerprintFolder, type GlobInput, type Inputs } from './inputs';

/**
 * A Tree that notes what is asked of it: of what links lead to the links, and the place where they end. Only for Trees
 * that know ids.
 */
export function recordingTree(tree: Tree): { tree: Tree; inputs(): Inputs } {
  const entries = tree.entries ?? withoutLinks(tree);
  const files = new Map<string, string | null>();
  const folders = new Map<string, string>();
  const globs = new Map<string, GlobInput>();
  const note = (path: string) => void files.set(path, entries.idOf(path));
  const recorded: Entries = {
    ...entries,
    async list(dir) {
      const listed = await entries.list(dir);
      folders.set(dir, fingerprintFolder(allOf(listed), entries.idOf));
      return listed;
    },
    async match(glob) {
      const listed = await entries.match(glob);
      globs.set(glob, { pattern: await patternOfGlob(glob), fingerprint: fingerprint(allOf(listed)) });
      return listed;
    },
    targetOf(link) {
      note(link);
      return entries.targetOf(link);
    },
    async read(path) {
      note(path);
      return entries.read(path);
    },
  };
  const followed = following(recorded, note);
  return {
    tree: {
      ...followed,
      has(path) {
        const has = followed.has(path);
        const place = followed.realPath!(path);
        if (!files.get(place)) files.set(place, has ? '' : null);
        return has;
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

function allOf({ files, links }: Listed): string[] {
  return links.length === 0 ? files : [...files, ...links].sort();
}

function withoutLinks(tree: Tree): Entries {
  return {
    label: tree.label,
    root: tree.root,
    list: async (dir) => ({ files: await tree.list(dir), links: [] }),
    match: async (glob) => ({ files: await tree.match(glob), links: [] }),
    kindOf: (path) => (tree.has(path) ? 'file' : null),
    targetOf: () => '',
    isModule: () => false,
    idOf: tree.idOf,
    read: tree.read,
  };
}
