import type { Blobs } from '../git/blobs';
import { git } from '../git/git';
import { matcherOfGlob } from './glob';
import type { Tree } from './tree';

/** Path → git's id of the file's bytes. */
export type TreeEntries = ReadonlyMap<string, string>;

/** Symbolic links and submodules hold no bytes of ours. */
const NO_FILE = new Set(['120000', '160000']);

/** What the index would commit. Written as a tree, because `ls-files` also lists what `git add -N` only announced. */
export function readIndexEntries(root: string): TreeEntries {
  const tree = git(['write-tree'], { cwd: root }).toString('utf8').trim();
  return readCommitEntries(root, tree);
}

/** @param commit a commit's or a tree's id, or a ref */
export function readCommitEntries(root: string, commit: string): TreeEntries {
  return parseLsTree(git(['ls-tree', '-r', '-z', '--full-tree', commit], { cwd: root }));
}

/** `<mode> <type> <oid>\t<path>\0` (git-ls-tree, "Output format"). */
function parseLsTree(output: Buffer): TreeEntries {
  return parseEntries(output, ([mode, , id]) => (NO_FILE.has(mode!) ? undefined : id));
}

/** `<mode> <oid> <stage>\t<path>\0` (git-ls-files --stage); unmerged paths are left out. */
export function parseLsFiles(output: Buffer): TreeEntries {
  return parseEntries(output, ([mode, id, stage]) => (NO_FILE.has(mode!) || stage !== '0' ? undefined : id));
}

function parseEntries(output: Buffer, idOf: (fields: string[]) => string | undefined): TreeEntries {
  const entries = new Map<string, string>();
  for (const record of output.toString('utf8').split('\0')) {
    const tab = record.indexOf('\t');
    if (tab === -1) continue;
    const id = idOf(record.slice(0, tab).split(' '));
    if (id !== undefined) entries.set(record.slice(tab + 1), id);
  }
  return entries;
}

/** A Tree of git's objects: nothing is read from the work tree. */
export function gitTree(root: string, label: string, entries: TreeEntries, blobs: Blobs): Tree {
  let sorted: string[] | undefined;
  const paths = () => (sorted ??= [...entries.keys()].sort());
  return {
    label,
    root,
    list: async (dir) => (dir === '' ? paths() : paths().filter((path) => path.startsWith(`${dir}/`))),
    match: async (glob) => {
      const isMatch = await matcherOfGlob(glob);
      return paths().filter((path) => isMatch(path));
    },
    has: (path) => entries.has(path),
    idOf: (path) => entries.get(path) ?? null,
    async read(path) {
      const id = entries.get(path);
      return id === undefined ? undefined : ((await blobs.read(id)) ?? undefined);
    },
  };
}
