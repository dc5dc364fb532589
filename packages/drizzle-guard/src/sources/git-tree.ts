import { readBlobs, type Blobs } from '../git/blobs';
import { GuardError } from '../errors/guard-error';
import { git } from '../git/git';
import { unresolvedFiles } from '../git/unresolved';
import { listOf } from '../text/words';
import { following } from './following';
import { matcherOfGlob } from './glob';
import { blobOfLink, idOfLink } from './link-id';
import type { Listed, Tree } from './tree';

/** What git lists. */
export interface TreeEntries {
  /** Path → git's id of the file's bytes, or a link's (see `idOfLink`). */
  ids: ReadonlyMap<string, string>;
  /** Paths of symbolic links. */
  links: ReadonlySet<string>;
  /** Folders of submodules, whose files git does not list. */
  modules: ReadonlySet<string>;
}

const LINK = '120000';
const MODULE = '160000';

/** How many files are named where some are in the way. */
const SHOWN = 8;

/**
 * What the index would commit, as a tree, because `ls-files` also lists what `git add -N` only announced.
 * @throws GuardError `unresolved-conflict`, `git-failed`
 */
export function writeIndexTree(root: string): string {
  try {
    return git(['write-tree'], { cwd: root }).toString('utf8').trim();
  } catch (thrown) {
    const unresolved = unresolvedFiles(root);
    if (unresolved.length === 0) throw thrown;
    const more = unresolved.length - SHOWN;
    const shown = [...unresolved.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])];
    throw new GuardError(
      'unresolved-conflict',
      `the index still has both sides of ${listOf(shown)}, so there is nothing yet that would be committed`,
      'settle that and `git add` it, then run the command again; nothing was checked',
      { cause: thrown },
    );
  }
}

/**
 * @param commit a commit's or a tree's id, or a ref
 * @param below a folder: nothing else is listed then
 */
export function readCommitEntries(root: string, commit: string, below = ''): TreeEntries {
  const only = below === '' ? [] : ['--', below];
  return parseLsTree(git(['ls-tree', '-r', '-z', '--full-tree', commit, ...only], { cwd: root }));
}

/** `<mode> <type> <oid>\t<path>\0` (git-ls-tree, "Output format"). */
function parseLsTree(output: Buffer): TreeEntries {
  return parseEntries(output, ([, , id]) => id);
}

/** `<mode> <oid> <stage>\t<path>\0` (git-ls-files --stage); unmerged paths are left out. */
export function parseLsFiles(output: Buffer): TreeEntries {
  return parseEntries(output, ([, id, stage]) => (stage === '0' ? id : undefined));
}

function parseEntries(output: Buffer, idOf: (fields: string[]) => string | undefined): TreeEntries {
  const ids = new Map<string, string>();
  const links = new Set<string>();
  const modules = new Set<string>();
  for (const record of output.toString('utf8').split('\0')) {
    const tab = record.indexOf('\t');
    if (tab === -1) continue;
    const fields = record.slice(0, tab).split(' ');
    const id = idOf(fields);
    if (id === undefined) continue;
    const path = record.slice(tab + 1);
    if (fields[0] === MODULE) {
      modules.add(path);
      continue;
    }
    if (fields[0] === LINK) links.add(path);
    ids.set(path, fields[0] === LINK ? idOfLink(id) : id);
  }
  return { ids, links, modules };
}

/** A Tree of git's objects: nothing is read from the work tree. */
export function gitTree(
  root: string,
  label: string,
  { ids, links, modules }: TreeEntries,
  blobs: Blobs,
): Tree {
  let sorted: string[] | undefined;
  const paths = () => (sorted ??= [...ids.keys()].sort());
  const apart = (all: string[]): Listed =>
    links.size === 0
      ? { files: all, links: [] }
      : { files: all.filter((path) => !links.has(path)), links: all.filter((path) => links.has(path)) };
  let targets: Map<string, string> | undefined;
  return following({
    label,
    root,
    list: async (dir) => apart(dir === '' ? paths() : paths().filter((path) => path.startsWith(`${dir}/`))),
    match: async (glob) => {
      const isMatch = await matcherOfGlob(glob);
      return apart(paths().filter((path) => isMatch(path)));
    },
    kindOf: (path) => (links.has(path) ? 'link' : ids.has(path) ? 'file' : null),
    targetOf: (link) => (targets ??= readTargets(root, links, ids)).get(link)!,
    isModule: (dir) => modules.has(dir),
    idOf: (path) => ids.get(path) ?? null,
    async read(path) {
      const id = ids.get(path);
      return id === undefined ? undefined : ((await blobs.read(id)) ?? undefined);
    },
  });
}

/** Where all links lead, by one process. */
function readTargets(
  root: string,
  links: ReadonlySet<string>,
  ids: ReadonlyMap<string, string>,
): Map<string, string> {
  const texts = readBlobs(
    root,
    [...links].map((link) => blobOfLink(ids.get(link)!)),
  );
  return new Map([...links].map((link, at) => [link, texts[at]?.toString('utf8') ?? '']));
}
