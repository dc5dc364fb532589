import type { State } from '../sources/state';
import type { Tree } from '../sources/tree';
import { join } from '../text/paths';
import type { Session } from './session';

/**
 * Where the migrations folder of one state lies in another: a branch may have renamed it, or the package around it, and what
 * is looked for under one name alone counts as not there, with all that has landed in it. Told by SQL files that are the
 * same and have the same names, of which the first state holds none where they lie in the other: a copy is another database.
 *
 * @param at where it is looked for
 * @param of a state that has the folder
 * @param dir the folder there, from the root; what is returned where no other is found
 */
export async function folderAt(session: Session, at: State, of: State, dir: string): Promise<string> {
  const [there, here] = [await session.tree(at), await session.tree(of)];
  if ((await sqlIn(there, dir)).length > 0) return dir;
  const known = await sqlIn(here, dir);
  if (known.length === 0) return dir;
  const namesOf = new Map<string | null, string[]>();
  for (const name of known) {
    const id = here.idOf(join(dir, name));
    namesOf.set(id, [...(namesOf.get(id) ?? []), name]);
  }
  const found = new Map<string, number>();
  for (const path of await sqlIn(there, '')) {
    if (here.has(path)) continue;
    for (const name of namesOf.get(there.idOf(path)) ?? []) {
      if (!path.endsWith(`/${name}`)) continue;
      const folder = path.slice(0, -name.length - 1);
      found.set(folder, (found.get(folder) ?? 0) + 1);
    }
  }
  const [best] = [...found].sort(([, one], [, other]) => other - one);
  return best?.[0] ?? dir;
}

/** The SQL below a folder, from there. */
async function sqlIn(tree: Tree, dir: string): Promise<string[]> {
  const files = (await tree.list(dir)).filter((file) => file.endsWith('.sql'));
  return dir === '' ? files : files.map((file) => file.slice(dir.length + 1));
}

/** Two states of which one has the folder under another name. */
export interface Apart {
  /** Where it lies in the first, from the root. */
  own: string;
  /** Where it lies in another. */
  other: string;
}

/** Whether states that come together have a migrations folder under two names, so that what git makes of it are two halves. */
export async function foldersApart(
  session: Session,
  states: readonly State[],
  dir: string,
): Promise<Apart | null> {
  const trees = await Promise.all(states.map((state) => session.tree(state)));
  const held = await Promise.all(trees.map(async (tree) => (await sqlIn(tree, dir)).length > 0));
  const holder = states[held.indexOf(true)];
  if (!holder || held.every(Boolean)) return null;
  const [own, ...others] = await Promise.all(states.map((state) => folderAt(session, state, holder, dir)));
  const other = others.find((folder) => folder !== own);
  return other === undefined ? null : { own: own!, other };
}
