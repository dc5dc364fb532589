/**
 * Where files are read from: the work tree, the git index, a commit or memory. The same code judges all of them.
 * Paths are relative to the workspace root, with forward slashes and no leading "./"; "" is the root itself.
 */
export interface Tree {
  /** What the files are, in a message: "the work tree", "the index", "commit 1a2b3c4". */
  readonly label: string;
  /** The absolute folder that paths are relative to. Packages that no Tree holds are resolved from here. */
  readonly root: string;
  /** All files below a folder at any depth, sorted; [] where there is no such folder. Never node_modules. */
  list(dir: string): Promise<string[]>;
  /** All files that a glob (picomatch's) matches, sorted. */
  match(glob: string): Promise<string[]>;
  /** Whether there is a file of exactly this path. */
  has(path: string): boolean;
  /**
   * Those of these paths that git has, or would take: not what it ignores. null where git cannot tell. Absent where
   * the Tree holds nothing else.
   */
  ownOf?(paths: readonly string[]): string[] | null;
  /** Git's id of a file's bytes, where that is known without reading them; else null. */
  idOf(path: string): string | null;
  /** A file's bytes, or undefined where there is none. */
  read(path: string): Promise<Buffer | undefined>;
  /** The place of a file that links lead to; absent where nothing is a link. */
  realPath?(path: string): string;
  /** The submodule that a path lies in, whose files are not of this repository; absent where there can be none. */
  moduleOf?(path: string): string | null;
  /** The same files as they lie; absent where nothing is a link. */
  entries?: Entries;
}

/** What lies where, before links are followed. Paths are as a Tree's. */
export interface Entries {
  readonly label: string;
  readonly root: string;
  list(dir: string): Promise<Listed>;
  match(glob: string): Promise<Listed>;
  /** Null for a folder, and for what is not there. */
  kindOf(path: string): 'file' | 'link' | null;
  /** Where a link leads, as it is written in it. */
  targetOf(link: string): string;
  /** Whether a folder is a repository of its own. */
  isModule(dir: string): boolean;
  /** As a Tree's. */
  ownOf?(paths: readonly string[]): string[] | null;
  /** As a Tree's; that of a link is never the id of a file. */
  idOf(path: string): string | null;
  read(path: string): Promise<Buffer | undefined>;
}

/** Paths, sorted. */
export interface Listed {
  files: string[];
  links: string[];
}

/** A file as text, without a byte order mark; undefined where there is none. */
export async function readText(tree: Tree, path: string): Promise<string | undefined> {
  const bytes = await tree.read(path);
  if (!bytes) return undefined;
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
