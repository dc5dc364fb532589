import type { Pair } from '../conflicts/pair';
import { readPair, type Reading } from '../conflicts/reading/read-pair';
import { standingBefore } from '../conflicts/reading/standing-before';
import type { ReadMigration } from '../replay/replay-history';
import { openParser } from './open-parser';

/** What the text of two branches of migrations tells of whether they go together. */
export async function readBranches(
  dialect: string | null,
  before: readonly ReadMigration[],
  pair: Pair,
): Promise<Reading> {
  const reader = await openParser(dialect);
  return readPair(reader, standingBefore(before, pair.flat(), reader), pair);
}
