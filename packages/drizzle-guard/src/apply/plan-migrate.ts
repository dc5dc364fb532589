import { GuardError } from '../errors/guard-error';
import type { LedgerMatch } from '../ledger/match-ledger';
import { numberOf, prefixOf } from '../text/tag';
import type { ReadMigration } from './read-migrations';

export interface MigratePlan {
  /** What to apply, in the folder's order. */
  apply: ReadMigration[];
  /** What stays open: behind --to, or late and not asked for. */
  left: string[];
}

export interface MigrateWish {
  /** The last migration to apply. */
  to?: string | undefined;
  /** Whether late ones are applied too. */
  late: boolean;
}

/**
 * What a migrate has to do. Pure.
 * @throws GuardError `unknown-migration-name` where --to names none of the folder's
 */
export function planMigrate(
  migrations: readonly ReadMigration[],
  match: LedgerMatch,
  { to, late }: MigrateWish,
): MigratePlan {
  const last = to === undefined ? migrations.length - 1 : indexOf(migrations, to);
  const stateOf = (position: number) => match.migrations[position]!.state;
  const isOpen = (position: number) => stateOf(position) === 'pending' || stateOf(position) === 'late';
  const isWanted = (position: number) => position <= last && (late || stateOf(position) === 'pending');
  const open = migrations
    .map((migration, position) => ({ migration, position }))
    .filter(({ position }) => isOpen(position));
  return {
    apply: open.filter(({ position }) => isWanted(position)).map(({ migration }) => migration),
    left: open.filter(({ position }) => !isWanted(position)).map(({ migration }) => migration.tag),
  };
}

function indexOf(migrations: readonly ReadMigration[], name: string): number {
  const isNumber = /^\d+$/.test(name);
  const position = migrations.findIndex(
    ({ tag }) => tag === name || prefixOf(tag) === name || (isNumber && numberOf(tag) === Number(name)),
  );
  if (position >= 0) return position;
  throw new GuardError(
    'unknown-migration-name',
    `there is no migration ${name} in the folder`,
    'give a name that `drizzle-guard status` lists; nothing was applied',
  );
}
