import type { Discovery } from '../answers/store';
import type { State } from '../sources/state';
import type { Tree } from '../sources/tree';
import { findRoot } from '../workspace/root';
import { selectDatabases } from '../workspace/select';
import * as reading from './reading';
import { openSession, type Session } from './session';

/** What every command about databases is told. */
export interface DatabaseOptions {
  /** Absolute. */
  cwd: string;
  /** Names or folders; none means those of the current folder, else all. */
  database?: readonly string[];
  /** Told what is being done, of which database; null while somebody else has the terminal. */
  onWork?: OnWork;
}

export type OnWork = (what: string | null) => void;

/** A workspace that was read, and the databases that a command is about. */
export interface Workspace extends Discovery {
  /** Absolute. */
  root: string;
  tree: Tree;
  session: Session;
  /** Of every database that there is. */
  names: string[];
  /** What was not looked at, in words; none where the command is about some databases only. */
  unseen: { notes?: string[] };
}

/**
 * @param session by default one that looks at the work tree anew each time
 * @throws GuardError what `Session.workspace` and `selectDatabases` throw
 */
export async function openWorkspace(
  { cwd, database = [] }: DatabaseOptions,
  session: Session = openSession(findRoot(cwd), null, { reading: async () => reading }),
  at: State = { kind: 'worktree' },
): Promise<Workspace> {
  const { root } = session;
  const all = await session.workspace(at);
  const notes = all.notes.map(({ text }) => text);
  const databases = selectDatabases(all.databases, database, root, cwd, notes);
  const names = all.databases.map(({ name }) => name);
  const unseen = notes.length > 0 && databases.length === names.length ? { notes } : {};
  return { ...all, databases, names, unseen, root, session, tree: await session.tree(at) };
}
