import type { Commit, State } from '../sources/state';
import type { Session } from './session';

/**
 * The migrations that a state has and no parent of it.
 * @param out the migrations folder, from the root
 */
export async function addedTags(
  session: Session,
  at: State,
  parents: readonly Commit[],
  out: string,
): Promise<Set<string>> {
  const added = new Set((await session.history(at, out)).migrations.map(({ tag }) => tag));
  for (const parent of parents)
    for (const { tag } of (await session.history(parent, out)).migrations) added.delete(tag);
  return added;
}
