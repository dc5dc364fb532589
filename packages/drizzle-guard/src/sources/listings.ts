import type { Blobs } from '../git/blobs';
import { git } from '../git/git';
import { idOfLink } from './link-id';
import type { TreeEntries } from './git-tree';

/** Lists the files of several commits, which have most of their folders in common. */
export interface Listings {
  /**
   * @param commit a commit's or a tree's id
   * @throws GuardError `git-failed`
   */
  entriesOf(commit: string): Promise<TreeEntries>;
}

interface Entry {
  mode: string;
  name: string;
  id: string;
}

/** Tree objects write it without the zero that `ls-tree` puts before it. */
const FOLDER = /^0?40000$/;
const LINK = '120000';
const MODULE = '160000';

/**
 * The first is listed by a process of its own; of those after it the folders are read that are in none before, by the
 * process that reads files.
 */
export function openListings(root: string, blobs: () => Promise<Blobs>): Listings {
  /** By the ids of their trees: what has an id never changes. */
  const folders = new Map<string, readonly Entry[]>();
  /** How long an id is, in bytes; 0 until one is known. */
  let width = 0;

  /** `<mode> <type> <oid>\t<path>\0` (git-ls-tree, "Output format"); a folder comes before what it holds. */
  function listed(commit: string): readonly Entry[] {
    const output = git(['ls-tree', '-r', '-t', '-z', '--full-tree', commit], { cwd: root });
    const top: Entry[] = [];
    const byPath = new Map([['', top]]);
    for (const record of output.toString('utf8').split('\0')) {
      const tab = record.indexOf('\t');
      if (tab === -1) continue;
      const [mode, , id] = record.slice(0, tab).split(' ') as [string, string, string];
      const path = record.slice(tab + 1);
      const slash = path.lastIndexOf('/');
      byPath.get(path.slice(0, Math.max(slash, 0)))!.push({ mode, name: path.slice(slash + 1), id });
      width = id.length / 2;
      if (!FOLDER.test(mode)) continue;
      const own: Entry[] = [];
      byPath.set(path, own);
      folders.set(id, own);
    }
    return top;
  }

  /** The entries of a folder, with all folders below it known; null where git does not have one of them. */
  async function read(name: string): Promise<readonly Entry[] | null> {
    const bytes = await (await blobs()).read(name);
    if (!bytes) return null;
    const entries = parseTree(bytes, width);
    const below = entries.filter(({ mode, id }) => FOLDER.test(mode) && !folders.has(id));
    const found = await Promise.all(
      below.map(async ({ id }) => {
        const own = await read(id);
        if (own) folders.set(id, own);
        return own;
      }),
    );
    return found.includes(null) ? null : entries;
  }

  return {
    async entriesOf(commit) {
      // What git cannot give there is asked for as ever: then it says why.
      const top = width === 0 ? null : await read(`${commit}^{tree}`);
      return flat(top ?? listed(commit), folders);
    },
  };
}

/** `<mode> <name>\0<id>`, one after another (git's own format of a tree object). */
function parseTree(bytes: Buffer, width: number): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    entries.push({
      mode: bytes.toString('latin1', at, space),
      name: bytes.toString('utf8', space + 1, end),
      id: bytes.toString('hex', end + 1, end + 1 + width),
    });
    at = end + 1 + width;
  }
  return entries;
}

function flat(top: readonly Entry[], folders: ReadonlyMap<string, readonly Entry[]>): TreeEntries {
  const ids = new Map<string, string>();
  const links = new Set<string>();
  const modules = new Set<string>();
  const add = (entries: readonly Entry[], before: string) => {
    for (const { mode, name, id } of entries) {
      const path = before + name;
      if (FOLDER.test(mode)) add(folders.get(id)!, `${path}/`);
      else if (mode === MODULE) modules.add(path);
      else if (mode === LINK) {
        links.add(path);
        ids.set(path, idOfLink(id));
      } else ids.set(path, id);
    }
  };
  add(top, '');
  return { ids, links, modules };
}
