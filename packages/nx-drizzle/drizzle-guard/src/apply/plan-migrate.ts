import { GuardError } from '../errors/guard-error';
import { correctionsOf } from '../ledger/corrections';
import type { Correction } from '../ledger/ledger';
import { undoneBy, type Unfinished } from '../ledger/unfinished';
import type { LedgerMatch } from '../ledger/match-ledger';
import { listOf } from '../text/words';
import { numberOf, prefixOf } from '../text/tag';
import type { Wish } from './plan-run';
import type { ReadMigration } from './read-migrations';

export interface MigratePlan {
  /** What to apply, in the folder's order. */
  apply: ReadMigration[];
  /** What stays open: behind --to, or late and not asked for. */
  left: string[];
  /** Rows that are to be corrected. */
  corrections: Correction[];
}

/**
 * What a migrate has to do. Pure.
 * @throws GuardError `unknown-migration-name` where --to names none of the folder's
 */
export function planMigrate(
  migrations: readonly ReadMigration[],
  match: LedgerMatch,
  { to, late }: Pick<Wish, 'to' | 'late'>,
): MigratePlan {
  const last = to === undefined ? migrations.length - 1 : positionOf(migrations, to);
  const stateOf = (position: number) => match.migrations[position]!.state;
  const isOpen = (position: number) => stateOf(position) === 'pending' || stateOf(position) === 'late';
  const isWanted = (position: number) => position <= last && (late || stateOf(position) === 'pending');
  const open = migrations
    .map((migration, position) => ({ migration, position }))
    .filter(({ position }) => isOpen(position));
  const left = open.filter(({ position }) => !isWanted(position)).map(({ migration }) => migration);
  return {
    apply: open.filter(({ position }) => isWanted(position)).map(({ migration }) => migration),
    left: left.map(({ tag }) => tag),
    corrections: correctionsOf(
      migrations,
      match,
      left.map(({ timestamp }) => timestamp),
    ),
  };
}

/** Why nothing may be run while something is unfinished. A finding says so too, and can be switched off. */
export function unfinishedMigration([first]: readonly Unfinished[]): GuardError | null {
  if (!first) return null;
  const undone = undoneBy(first.migration);
  if (undone !== null)
    return new GuardError(
      'unfinished-migration',
      `the rollback of ${undone} was begun and is not finished (${first.done} of ${first.total} statements have run)`,
      `see what of it is there; then \`drizzle-guard rollback\` goes on with it, or say what became of it with \`drizzle-guard migrate --resolve ${undone}=rolled-back\` (or =applied); nothing was applied`,
    );
  return new GuardError(
    'unfinished-migration',
    `${first.migration} was begun and is not finished (${first.done} of ${first.total} statements have run)`,
    `see what of it is there, then say so with \`drizzle-guard migrate --resolve ${first.migration}=continue\` (or =rolled-back, =applied); nothing was applied`,
  );
}

/** Why what may have run already is not run. A finding says so too, and can be waived; nothing is run twice for that. */
export function unclearLedger(apply: readonly ReadMigration[], match: LedgerMatch): GuardError | null {
  const wanted = new Set(apply.map(({ tag }) => tag));
  const unclear = match.migrations.filter(({ tag, claims = [] }) => wanted.has(tag) && claims.length > 0);
  if (unclear.length === 0) return null;
  const ids = [...new Set(unclear.flatMap(({ claims = [] }) => claims.map(({ id }) => id)))];
  return new GuardError(
    'unclear-ledger',
    `${listOf(unclear.map(({ tag }) => tag))} may have been applied already: nothing tells of which migration the ledger's ${ids.length === 1 ? 'row' : 'rows'} ${listOf(ids.map(String))} (column id) ${ids.length === 1 ? 'is' : 'are'}`,
    'see in the database what has run and correct the ledger by hand; `drizzle-guard explain unclear-ledger` says how. Nothing was applied',
  );
}

/** @throws GuardError `unknown-migration-name` for a name that is none of the folder's */
export function positionOf(migrations: readonly ReadMigration[], name: string): number {
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
