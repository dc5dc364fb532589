import type { ReadMigration } from '../replay/replay-history';

/** What two branches have made since they went apart, each in its order. */
export type Pair = readonly [readonly ReadMigration[], readonly ReadMigration[]];
