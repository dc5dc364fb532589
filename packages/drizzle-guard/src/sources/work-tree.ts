import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { onDisk } from '../files/on-disk';
import { tryGit } from '../git/git';
import { join } from '../text/paths';
import { following } from './following';
import { matcherOfGlob } from './glob';
import { idOfLink } from './link-id';
import type { Entries, Listed, Tree } from './tree';

/** Folders that hold no source of a workspace; the first is by far the largest. */
const SKIPPED = new Set(['node_modules', '.git', '.nx', '.pglite']);

/**
 * The files on disk below `root` (absolute).
 * @throws GuardError `unreadable-folder` for a folder that is there and cannot be listed
 */
export function workTree(root: string): Tree {
  return following(entriesOnDisk(root));
}

/** The same, told apart by the ids that git would give the bytes; each file is listed and read for its id once. */
export function identifiedWorkTree(root: string): Tree {
  const entries = entriesOnDisk(root);
  const ids = new Map<string, string | null>();
  let all: Promise<Listed> | undefined;
  const everything = () => (all ??= entries.list(''));
  return following({
    ...entries,
    list: async (dir) => (dir === '' ? everything() : entries.list(dir)),
    idOf(file) {
      const known = ids.get(file);
      if (known !== undefined) return known;
      const id = idOnDisk(root, file);
      ids.set(file, id);
      return id;
    },
  });
}

function entriesOnDisk(root: string): Entries {
  const hasGit = existsSync(path.join(root, '.git'));
  // Without a repository around them, repositories below are what there is.
  const isModule = (dir: string) => hasGit && dir !== '' && existsSync(path.join(root, dir, '.git'));
  return {
    label: 'the work tree',
    root,
    async list(dir) {
      const found: Listed = { files: [], links: [] };
      if (statOf(root, dir)) collect(root, dir, found, hasGit);
      return { files: found.files.sort(), links: found.links.sort() };
    },
    async match(glob) {
      const isMatch = await matcherOfGlob(glob);
      const { files, links } = await this.list('');
      return { files: files.filter((file) => isMatch(file)), links: links.filter((link) => isMatch(link)) };
    },
    kindOf(file) {
      const stats = statOf(root, file);
      if (stats?.isSymbolicLink()) return 'link';
      return stats?.isFile() ? 'file' : null;
    },
    targetOf: (link) => readlinkSync(path.join(root, link)),
    isModule,
    ownOf: (paths) => ownOf(root, paths),
    idOf: () => null,
    read: async (file) => readBytes(root, file),
  };
}

function idOnDisk(root: string, file: string): string | null {
  if (statOf(root, file)?.isSymbolicLink())
    return idOfLink(blobId(Buffer.from(readlinkSync(path.join(root, file)))));
  const bytes = readBytes(root, file);
  return bytes ? blobId(bytes) : null;
}

/** As git names a blob (git-hash-object). */
function blobId(bytes: Buffer): string {
  // Loaded when the first file is told apart: it takes longer than many a command.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** A repository within this one is not its own, and a path is taken literally. */
function ownOf(root: string, paths: readonly string[]): string[] | null {
  const pathspecs = paths.map((file) => `:(literal)${file}`);
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...pathspecs];
  const listed = tryGit(args, { cwd: root });
  if (listed === null) return null;
  const own = new Set(listed.toString('utf8').split('\0'));
  return paths.filter((file) => own.has(file));
}

function readBytes(root: string, file: string): Buffer | undefined {
  // A pipe or a device would be waited for, for ever.
  if (!statOf(root, file)?.isFile()) return undefined;
  try {
    return readFileSync(onDisk(root, file));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(file, thrown);
  }
}

/** Not existsSync, which calls a forbidden folder absent: an empty answer would look like "fine". */
function statOf(root: string, file: string): Stats | undefined {
  try {
    return lstatSync(onDisk(root, file), { throwIfNoEntry: false });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw unreadable(file, thrown);
  }
}

/** @param hasGit whether a folder with a `.git` is a repository of its own: git never looks into one either */
function collect(root: string, dir: string, found: Listed, hasGit: boolean): void {
  let entries;
  try {
    entries = readdirSync(onDisk(root, dir), { withFileTypes: true });
  } catch (thrown) {
    throw unreadable(dir, thrown);
  }
  if (hasGit && dir !== '' && entries.some(({ name }) => name === '.git')) return;
  for (const entry of entries) {
    const child = join(dir, entry.name);
    if (entry.isFile()) found.files.push(child);
    else if (SKIPPED.has(entry.name)) continue;
    else if (entry.isDirectory()) collect(root, child, found, hasGit);
    else if (entry.isSymbolicLink()) found.links.push(child);
  }
}

function unreadable(file: string, cause: unknown): GuardError {
  return new GuardError(
    'unreadable-folder',
    `${file || 'the workspace root'} cannot be read: ${wordsOf(cause)}`,
    'make it readable for the user who runs this command, then run it again',
    { cause },
  );
}
