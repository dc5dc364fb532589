import { counterpartsIn } from '../history/history';
import type { Commit, State } from '../sources/state';
import { folderAt } from './folder-at';
import type { Session } from './session';

/**
 * The migrations that a state has and no parent of it: neither a folder that is renamed nor an upgrade of its layout adds one.
 * @param out the migrations folder, from the root
 */
export async function addedTags(
  session: Session,
  at: State,
  parents: readonly Commit[],
  out: string,
): Promise<Set<string>> {
  const history = await session.history(at, out);
  let added = history.migrations;
  for (const parent of parents) {
    const before = await session.history(parent, out);
    // A tree is listed whole for it, and most have the folder.
    const isHere = before.migrations.length > 0 || added.length === 0;
    const held = isHere ? before : await session.history(parent, await folderAt(session, parent, at, out));
    const known = counterpartsIn(held, history);
    added = added.filter((one) => known(one) === undefined);
  }
  return new Set(added.map(({ tag }) => tag));
}
