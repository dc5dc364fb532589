import { correctionsOf } from '../ledger/corrections';
import { undoneBy } from '../ledger/unfinished';
import type { LiveDatabase } from './look-at';

export interface MigrationStatus {
  /** Its tag; for a ledger row that no migration explains, the row's name, or its hash where it has none. */
  migration: string;
  state: 'applied' | 'pending' | 'late' | 'edited' | 'missing' | 'unknown' | 'failed';
  /** Null where no base was looked for. */
  landed: boolean | null;
  /** What the ledger calls it, where it was moved since: another name or time. `migrate` corrects that. */
  recordedAs?: string;
  /** When it was applied (ISO 8601); null where it was not, or where the ledger does not say (drizzle-orm 0.x). */
  appliedAt: string | null;
}

/** Every migration of the folder, then every row of the ledger that none explains. */
export function statesOf({ match, migrations, unfinished }: LiveDatabase): MigrationStatus[] {
  const failed = new Set(unfinished.map(({ migration }) => undoneBy(migration) ?? migration));
  const moved = new Map(
    correctionsOf(migrations, match, []).flatMap(({ migration, from }) => (from ? [[migration, from]] : [])),
  );
  return [
    ...match.migrations.map(({ tag, state, row }) => ({
      migration: tag,
      state: failed.has(tag) ? ('failed' as const) : state,
      landed: null,
      ...(moved.has(tag) ? { recordedAs: moved.get(tag)! } : {}),
      appliedAt: row?.appliedAt ?? null,
    })),
    ...match.strangers.map(({ row, state }) => ({
      migration: row.name ?? row.hash.slice(0, 12),
      state,
      landed: null,
      appliedAt: row.appliedAt,
    })),
  ];
}
