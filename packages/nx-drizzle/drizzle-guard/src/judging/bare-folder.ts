import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { toTreePath } from '../files/tree-path';
import { isUnreadable, type History } from '../history/history';
import { readHistory } from '../history/read-history';
import type { State } from '../sources/state';
import type { Tree } from '../sources/tree';
import { workTree } from '../sources/work-tree';
import type { Database } from '../workspace/discover';
import type { Session } from './session';

/**
 * A bare migrations folder as a database: its name and its dir are the folder as it was given, and it has neither a
 * drizzle config nor a schema.
 * @param root of the repository, absolute
 * @param cwd absolute
 */
export function bareFolder(root: string, cwd: string, given: string): Database {
  const folder = path.resolve(cwd, given);
  const fromRoot = toTreePath(root, folder);
  const isInside = !fromRoot.startsWith('..');
  return {
    name: given,
    dir: given,
    packageName: null,
    configFile: null,
    environmentConfigs: {},
    stated: null,
    bare: { folder, out: isInside ? fromRoot : '', isInside, from: cwd },
  };
}

/** @throws GuardError `outside-repository` where a base or a head is asked of a folder that no commit here has */
export function requireInside(root: string, { name, bare }: Database): void {
  if (!bare || bare.isInside) return;
  throw new GuardError(
    'outside-repository',
    `${name} lies outside the repository ${root}, so no base and no commit of it has that folder`,
    'leave --base and --head out, or run the command in the repository of that folder; nothing was checked',
  );
}

/** The Tree that holds a database's migrations: a folder outside the repository is read from the disk. */
export async function treeOf(session: Session, at: State, { bare }: Database): Promise<Tree> {
  return bare && !bare.isInside ? workTree(bare.folder) : session.tree(at);
}

/** @param out the migrations folder, from the root of the Tree that holds it */
export async function historyOf(
  session: Session,
  at: State,
  database: Database,
  out: string,
): Promise<History> {
  const { bare } = database;
  return bare && !bare.isInside ? readHistory(workTree(bare.folder), out) : session.history(at, out);
}

/** @throws GuardError `no-migrations` where a bare folder holds none */
export function requireMigrations(history: History, { name }: Database): void {
  const count = history.migrations.length + history.sqlFiles.length + history.snapshots.length;
  if (count > 0 || isUnreadable(history)) return;
  throw new GuardError(
    'no-migrations',
    `${name} holds no migrations: no journal with entries, no SQL, no snapshot`,
    'give the folder that holds meta/_journal.json, or one folder for each migration; nothing was checked',
  );
}
