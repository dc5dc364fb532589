import picomatch from 'picomatch';
import type { TreeEntries } from '../sources/git-tree';
import { fingerprint, fingerprintFolder, type Inputs } from './recording-tree';

/** Whether everything in `inputs` is the same in these entries. Pure. */
export function inputsMatch({ files, folders, globs }: Inputs, entries: TreeEntries): boolean {
  for (const [path, id] of Object.entries(files)) {
    const present = entries.get(path);
    if (id === null ? present !== undefined : id === '' ? present === undefined : present !== id)
      return false;
  }
  const folderNames = Object.keys(folders);
  const globNames = Object.keys(globs);
  if (folderNames.length === 0 && globNames.length === 0) return true;
  const sorted = [...entries.keys()].sort();
  const idOf = (path: string) => entries.get(path) ?? null;
  return (
    folderNames.every((dir) => {
      const below = dir === '' ? sorted : sorted.filter((path) => path.startsWith(`${dir}/`));
      return fingerprintFolder(below, idOf) === folders[dir];
    }) &&
    globNames.every((glob) => {
      const isMatch = picomatch(glob, { dot: true });
      return fingerprint(sorted.filter((path) => isMatch(path))) === globs[glob];
    })
  );
}

/** Above this a list of the whole index is faster than asking for each path. */
const MOST_PATHSPECS = 300;

/**
 * What to ask `git ls-files` for so that its answer decides about all these inputs (gitglossary, "pathspec");
 * null where asking for everything is cheaper.
 */
export function pathspecsOf(all: readonly Inputs[]): string[] | null {
  const pathspecs = new Set<string>();
  for (const { files, folders, globs } of all) {
    for (const path of Object.keys(files)) pathspecs.add(`:(literal)${path}`);
    for (const dir of Object.keys(folders)) pathspecs.add(dir === '' ? '.' : `:(literal)${dir}`);
    for (const glob of Object.keys(globs)) pathspecs.add(`:(glob)${glob}`);
    if (pathspecs.size > MOST_PATHSPECS || pathspecs.has('.')) return null;
  }
  return [...pathspecs];
}
