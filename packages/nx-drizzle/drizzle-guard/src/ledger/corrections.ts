import { timeOf } from '../text/words';
import type { Correction } from './ledger';
import type { LedgerMatch, LocalMigration } from './match-ledger';

/**
 * The rows that drizzle-orm would not know for those of their migrations. 1.0 knows them by name, 0.x by the greatest
 * time of all: a row that is stamped anew makes it pass over everything older, so that is left where something older is
 * still open.
 *
 * @param open the timestamps of what stays open
 */
export function correctionsOf(
  migrations: readonly LocalMigration[],
  match: LedgerMatch,
  open: readonly number[],
): Correction[] {
  return match.migrations.flatMap(({ row, state }, position): Correction[] => {
    const { tag, name, timestamp } = migrations[position]!;
    if (row === null) return [];
    const of = { id: row.id, migration: tag };
    if (name !== null) return row.name === name ? [] : [{ ...of, from: row.name, to: { name } }];
    const isMoved = state === 'applied' && row.createdAt !== timestamp;
    if (!isMoved || open.some((other) => other <= timestamp)) return [];
    return [{ ...of, from: wordsOf(row.createdAt), to: { createdAt: timestamp } }];
  });
}

function wordsOf(createdAt: number | null): string {
  return createdAt === null ? 'without a time' : timeOf(createdAt);
}
