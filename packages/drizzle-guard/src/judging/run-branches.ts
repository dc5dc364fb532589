import path from 'node:path';
import { openArena, type Grounds } from '../conflicts/effects/open-arena';
import type { Pair } from '../conflicts/pair';
import { provePair } from '../conflicts/prove-pair';
import type { Ground } from '../engines/shadow/ground';
import type { ReadMigration } from '../replay/replay-history';
import type { Folder } from '../results/judged';
import type { Verdict } from '../results/verdict';
import type { State } from '../sources/state';
import type { Database } from '../workspace/discover';
import { groundOf } from './ground-of';
import { kitFolderOf } from './parts/replay';
import type { Session } from './session';

/** What a shadow for the branches of a database may be made on. */
export async function groundAt(
  session: Session,
  at: State,
  database: Database,
  { dialect, out }: Folder,
): Promise<Ground> {
  const tree = await session.tree(at);
  const home = kitFolderOf(session.root, database, await session.history(at, out));
  return groundOf(session, database, dialect, [home, path.join(tree.root, out), __dirname]);
}

/**
 * Runs two branches of migrations in both orders, on a shadow that is opened for it.
 * @param mixed the order in which they will be run, where that is neither all of the one first nor all of the other
 * @throws GuardError what `openArena` throws
 */
export async function runBranches(
  grounds: Grounds,
  pair: Pair,
  mixed: readonly ReadMigration[] | null,
): Promise<Verdict> {
  const { arena, close } = await openArena(grounds);
  try {
    return await provePair(arena, pair, mixed);
  } finally {
    await close();
  }
}
