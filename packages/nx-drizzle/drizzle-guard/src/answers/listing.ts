import { fingerprint, fingerprintFolder, matcherOf, type GlobInput, type Inputs } from './inputs';

/** What lies in a Tree, with what many answers ask of it worked out once. */
export interface Listing {
  idOf(path: string): string | null;
  folderPrint(dir: string): string;
  globPrint(glob: string, input: GlobInput): string;
}

/** @param paths of all files, sorted */
export function listingOf(paths: readonly string[], idOf: Listing['idOf']): Listing {
  return {
    idOf,
    folderPrint: remembering((dir: string) => fingerprintFolder(pathsBelow(paths, dir), idOf)),
    globPrint: remembering((glob: string, input: GlobInput) =>
      fingerprint(paths.filter(matcherOf(glob, input))),
    ),
  };
}

function remembering<A extends unknown[]>(work: (key: string, ...rest: A) => string) {
  const known = new Map<string, string>();
  return (key: string, ...rest: A) => {
    const answer = known.get(key) ?? work(key, ...rest);
    known.set(key, answer);
    return answer;
  };
}

/** The paths below a folder lie together in a sorted list. */
function pathsBelow(sorted: readonly string[], dir: string): readonly string[] {
  if (dir === '') return sorted;
  const first = firstNotBefore(sorted, `${dir}/`);
  // "0" is the character after "/".
  return sorted.slice(first, firstNotBefore(sorted, `${dir}0`));
}

function firstNotBefore(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether everything in `inputs` is the same in this listing. */
export function inputsMatch({ files, folders, globs }: Inputs, listing: Listing): boolean {
  return (
    Object.entries(files).every(([path, id]) => {
      const present = listing.idOf(path);
      return id === '' ? present !== null : present === id;
    }) &&
    Object.entries(folders).every(([dir, print]) => listing.folderPrint(dir) === print) &&
    Object.entries(globs).every(([glob, input]) => listing.globPrint(glob, input) === input.fingerprint)
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
