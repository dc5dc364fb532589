import type { FileEdit } from '../files/edit';
import type { Layout } from '../history/history';
import type { Provider } from './ci/providers';

/** The files of a repository as init sees them; paths from the root, with forward slashes. */
export interface InitFiles {
  has(file: string): boolean;
  /**
   * A file's text, byte order mark and line ends included; null where there is none.
   * May throw a GuardError for a file that is not text.
   */
  read(file: string): string | null;
  /** The names of what lies in a folder; [] where there is none. */
  list(folder: string): string[];
}

/** What is known of a database before any history is read. */
export interface InitDatabase {
  name: string;
  dir: string;
  /** The migrations folder, from the root; null where the drizzle config could not be evaluated. */
  out: string | null;
  /** That of its migrations; where there are none yet, the one that its drizzle-kit makes. */
  layout: Layout;
  /** Why it could not, in one line; null where it could. */
  problem: string | null;
  /** What it is, where this version cannot ask it for what is applied: "mysql". */
  unasked: string | null;
  /** A committed migration that holds carriage returns, from the root. */
  carriageReturns: string | null;
  /** Whether prettier would format what lies in `out`. */
  formatted: boolean;
  /** Paths from the root that hold data; folders end with "/". */
  data: string[];
  /** Those of them that git does not ignore yet. */
  unignoredData: string[];
}

/** All that planning goes by. */
export interface InitFacts {
  files: InitFiles;
  /** The version of this package. */
  version: string;
  /** core.hooksPath as git has it; null where it is not set. */
  hooksPath: string | null;
  /** The scripts that git would run now, by the hook's name, from the folder that it reads them from. */
  ownHooks: Record<string, string>;
  /** Whether git's own configuration leaves merges of migrations to the hooks. */
  hasMergeDriver: boolean;
  /** Whether there is a folder of husky's at the root. */
  huskyFolder: boolean;
  /** Whether node is on the path, and not only what bun puts there in its place. */
  hasNode: boolean;
  /** The folders of a package.json that have drizzle-guard installed, from the root. */
  installedIn: string[];
  /** Each package.json and lock file that differs from what is committed, from the root. */
  uncommitted: string[];
  /** The folders that hold a package.json, from the root, those above before those below; "" for the root. */
  manifests: string[];
  /** The remote's default branch as this clone knows it, such as origin/main; null where it does not. */
  remoteHead: string | null;
  /** nx.json's defaultBase on the remote, where that is a branch; else null. */
  nxBase: string | null;
  /** The remote's main or master; null where it has neither. */
  usualBase: string | null;
  databases: InitDatabase[];
}

/** What the user decides. */
export interface InitChoices {
  /** --base: known to be a commit. */
  base?: string | undefined;
  /** Undefined leaves what drizzle-guard.json says. */
  applyAfterMerge?: boolean | undefined;
  /** Whether the hooks move migrations that stop a merge; undefined leaves what drizzle-guard.json says. */
  onMerge?: boolean | undefined;
  /** Whose pipeline is written; none without it. */
  ci?: Provider | undefined;
  /** Whether what package.json says is installed right after, by the same command. */
  installs?: boolean | undefined;
  /** Files that something else has changed for the same commit, from the root. */
  alsoChanged?: readonly string[] | undefined;
}

/** One file as it is and as it is to be, and why. */
export interface InitEdit extends FileEdit {
  after: string;
  /** In one line. */
  why: string;
}

/** One file as it is and as it is to be when init is taken out; null where it goes, and why. */
export interface UndoEdit extends FileEdit {
  before: string;
  /** In one line. */
  why: string;
}

/** What one step of init wants: edits, and what only the user can do, in words. */
export interface InitStep {
  edits: InitEdit[];
  advice: string[];
}
