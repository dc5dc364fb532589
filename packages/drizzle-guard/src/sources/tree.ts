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
}

/** A file as text, without a byte order mark; undefined where there is none. */
export async function readText(tree: Tree, path: string): Promise<string | undefined> {
  const bytes = await tree.read(path);
  if (!bytes) return undefined;
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
