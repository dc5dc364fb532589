import type { CatalogEntry } from '../engines/shadow/shadow';
import type { Held } from '../replay/live-differences';
import type { LiveDatabase } from './live-database';
import type { ReadMigration } from './read-migrations';
import { runOn, shadowAt, type Likeness } from './shadow-at';

/** A shadow that does what is done to a database, at the same time and in a process of its own. */
export interface FollowingShadow {
  /** To be told of each migration as it is applied. */
  follow(migration: ReadMigration): void;
  /**
   * What the history gave before the first of them, and what it gives now.
   * @throws GuardError why that is not known
   */
  held(): Promise<{ before: Held; now: Held }>;
  close(): Promise<void>;
}

/**
 * @param pending what may be followed
 * @param like as `shadowAt` takes it
 */
export function followingShadow(
  live: LiveDatabase,
  pending: readonly ReadMigration[],
  like: Likeness,
): FollowingShadow {
  const opening = shadowAt(live, pending, like);
  const before = opening.then((shadow) => shadow.catalog());
  let last: Promise<unknown> = before;
  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    // That it failed is said when somebody asks.
    done.catch(() => undefined);
    last = done;
    return done;
  };
  before.catch(() => undefined);
  return {
    follow: (migration) => void next(async () => runOn(await opening, migration)),
    async held() {
      const now = await next(async () => (await opening).catalog());
      const { major, server } = await opening;
      const as = (entries: CatalogEntry[]): Held => ({ entries, major, server });
      return { before: as(await before), now: as(now) };
    },
    close: () => opening.then((shadow) => shadow.close()).catch(() => undefined),
  };
}
