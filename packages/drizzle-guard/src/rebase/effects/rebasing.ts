import type { Session } from '../../judging/session';
import type { Folder } from '../../results/judged';
import type { Commit, State } from '../../sources/state';
import type { Database } from '../../workspace/discover';

/** One database whose migrations are to be moved. */
export interface Rebasing {
  session: Session;
  database: Database;
  folder: Folder;
  /** What moves: of this state these migrations. */
  mine: { name: string; at: State; tags: readonly string[] };
  /** What stays, and which of it is known to have landed. */
  theirs: { name: string; at: Commit; isLanded: (tag: string) => boolean };
  /** The greatest time of what has landed on the base, be it in none of the two; 0 where there is none. */
  landedUntil: number;
}
