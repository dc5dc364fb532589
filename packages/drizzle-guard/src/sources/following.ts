import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { baseName, folderOf, join } from '../text/paths';
import type { Entries, Tree } from './tree';

/** As many as a kernel follows before it calls them a loop. */
const MOST_LINKS = 40;

/**
 * A Tree that follows symbolic links within the repository, and no further: the work tree, the index and a commit then
 * have the same files. A link that leads out of the repository is an error when something is read through it. Files of a
 * submodule are not there.
 *
 * @param onTarget told of each file that was listed by a link, by its place
 */
export function following(entries: Entries, onTarget: (real: string) => void = () => undefined): Tree {
  const folders = new Map<string, string | null>([['', '']]);

  /** Null within a submodule. */
  function realFolder(dir: string, steps: number): string | null {
    const known = folders.get(dir);
    if (known !== undefined) return known;
    const found = realPath(dir, steps);
    const real = found !== null && entries.isModule(found) ? null : found;
    folders.set(dir, real);
    return real;
  }

  /** @throws GuardError `outside-link`, `unreadable-folder` */
  function realPath(file: string, steps = 0): string | null {
    if (file === '') return '';
    const named = folderOf(file);
    const folder = realFolder(named, steps);
    if (folder === null) return null;
    // Asked of each file of long histories, of which mostly nothing is a link.
    const here = folder === named ? file : join(folder, baseName(file));
    if (entries.kindOf(here) !== 'link') return here;
    if (steps === MOST_LINKS) throw endless(here);
    return realPath(leadsTo(entries, here), steps + 1);
  }

  const isFile = (real: string | null): real is string => real !== null && entries.kindOf(real) === 'file';

  /** The files that a link stands for in a list: itself, or those directly in a folder, as drizzle-kit's globs have it. */
  async function behind(link: string, isRoot: boolean): Promise<string[]> {
    let real;
    try {
      real = realPath(link);
    } catch (thrown) {
      // Nobody may want it: what is listed as a file fails when it is read.
      if (isRoot || path.posix.extname(link) !== '') return [link];
      throw thrown;
    }
    if (isFile(real)) {
      onTarget(real);
      return [link];
    }
    // What is found from the root is found where it lies.
    if (isRoot || real === null) return [];
    const folder = real;
    const { files, links } = await entries.list(folder);
    const direct = [...files, ...links].filter((file) => folderOf(file) === folder);
    return direct.flatMap((file) => {
      const name = join(link, baseName(file));
      const target = realPath(name);
      if (!isFile(target)) return [];
      onTarget(target);
      return [name];
    });
  }

  return {
    label: entries.label,
    root: entries.root,
    entries,
    async list(dir) {
      const real = realFolder(dir, 0);
      if (real === null) return [];
      const { files, links } = await entries.list(real);
      if (links.length === 0 && real === dir) return files;
      const named = (file: string) => join(dir, real === '' ? file : file.slice(real.length + 1));
      const linked: string[] = [];
      for (const link of links) linked.push(...(await behind(named(link), dir === '')));
      return [...files.map(named), ...linked].sort();
    },
    async match(glob) {
      const { files, links } = await entries.match(glob);
      if (links.length === 0) return files;
      const linked: string[] = [];
      for (const link of links) linked.push(...(await behind(link, true)));
      return [...files, ...linked].sort();
    },
    has: (file) => isFile(realPath(file)),
    ...(entries.ownOf && { ownOf: entries.ownOf }),
    idOf(file) {
      const real = realPath(file);
      return isFile(real) ? entries.idOf(real) : null;
    },
    async read(file) {
      const real = realPath(file);
      return real === null ? undefined : entries.read(real);
    },
    realPath: (file) => realPath(file) ?? file,
    moduleOf(file) {
      for (let dir = file; dir !== ''; dir = folderOf(dir)) if (entries.isModule(dir)) return dir;
      return null;
    },
  };
}

function leadsTo(entries: Entries, link: string): string {
  const target = entries.targetOf(link);
  const absolute = path.isAbsolute(target) ? target : path.resolve(entries.root, folderOf(link), target);
  const inside = path.relative(entries.root, absolute).split(path.sep).join('/');
  if (inside !== '..' && !inside.startsWith('../') && !path.isAbsolute(inside)) return inside;
  throw new GuardError(
    'outside-link',
    `${link} is a symbolic link to ${target}, which lies outside of the repository`,
    'put what it leads to into the repository, or take the link away, then run the command again; nothing was read or written there',
  );
}

function endless(link: string): GuardError {
  return new GuardError(
    'unreadable-folder',
    `${link} cannot be read: it is a symbolic link that leads back to itself`,
    'correct the link, then run the command again',
  );
}
