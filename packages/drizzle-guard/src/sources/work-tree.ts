import { readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { tryGit } from '../git/git';
import { join } from '../text/paths';
import { matcherOfGlob } from './glob';
import type { Tree } from './tree';

/** Folders that hold no source of a workspace; the first is by far the largest. */
const SKIPPED = new Set(['node_modules', '.git', '.nx', '.pglite']);

/**
 * The files on disk below `root` (absolute).
 * @throws GuardError `unreadable-folder` for a folder that is there and cannot be listed
 */
export function workTree(root: string): Tree {
  return {
    label: 'the work tree',
    root,
    async list(dir) {
      const found: string[] = [];
      if (statOf(root, dir)) collect(root, dir, found);
      return found.sort();
    },
    async match(glob) {
      const isMatch = await matcherOfGlob(glob);
      return (await this.list('')).filter((file) => isMatch(file));
    },
    ownOf: (paths) => ownOf(root, paths),
    idOf: () => null,
    has: (file) => statOf(root, file)?.isFile() ?? false,
    read: async (file) => readBytes(root, file),
  };
}

/** The same, told apart by the ids that git would give the bytes; each file is listed and read for its id once. */
export function identifiedWorkTree(root: string): Tree {
  const tree = workTree(root);
  const ids = new Map<string, string | null>();
  let all: Promise<string[]> | undefined;
  const everything = () => (all ??= tree.list(''));
  return {
    ...tree,
    list: async (dir) => (dir === '' ? everything() : tree.list(dir)),
    idOf(file) {
      const known = ids.get(file);
      if (known !== undefined) return known;
      const bytes = readBytes(root, file);
      const id = bytes ? blobId(bytes) : null;
      ids.set(file, id);
      return id;
    },
  };
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
    return readFileSync(path.join(root, file));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(file, thrown);
  }
}

/** Not existsSync, which calls a loop of links or a forbidden folder absent: an empty answer would look like "fine". */
function statOf(root: string, file: string): Stats | undefined {
  try {
    return statSync(path.join(root, file), { throwIfNoEntry: false });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw unreadable(file, thrown);
  }
}

function collect(root: string, dir: string, found: string[]): void {
  let entries;
  try {
    entries = readdirSync(path.join(root, dir), { withFileTypes: true });
  } catch (thrown) {
    throw unreadable(dir, thrown);
  }
  for (const entry of entries) {
    const child = join(dir, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) collect(root, child, found);
    } else if (entry.isFile()) {
      found.push(child);
    }
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
