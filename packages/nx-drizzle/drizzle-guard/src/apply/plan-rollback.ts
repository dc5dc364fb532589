import { GuardError } from '../errors/guard-error';
import type { LedgerRow } from '../ledger/ledger';
import { undoneBy } from '../ledger/unfinished';
import type { Held } from '../replay/live-differences';
import type { CountedLoss } from '../rollback/losses';
import type { Finding } from '../rules/finding';
import { count } from '../text/words';
import type { LiveDatabase } from './look-at';
import { positionOf, unfinishedMigration } from './plan-migrate';
import type { RunPlan } from './plan-run';
import type { ReadMigration } from './read-migrations';

/** Which migrations somebody wants to take back. */
export interface RollbackWish {
  /** How many; not looked at where `to` is given. */
  steps: number;
  /** The last migration that stays applied. */
  to?: string | undefined;
}

/** A migration that a database has, and its row in the ledger. */
export interface Recorded {
  migration: ReadMigration;
  row: LedgerRow;
}

/** How a migration is taken back. */
export interface Undo {
  /** The migration's tag. */
  migration: string;
  /** The id of its row in the ledger. */
  row: number;
  statements: readonly string[];
  /** sha256 of them. */
  hash: string;
  /** What goes with it, as it was told. */
  losses: readonly CountedLoss[];
  /** The statement to go on from, where those before it have run in an earlier try. */
  from?: number;
}

/** How migrations are taken back, the newest first. */
export interface WayBack {
  undo: readonly Undo[];
  /** What their migrations give before the first is taken back, and after each of them; or why nobody knows, in words. */
  given: readonly Held[] | string;
}

type Live = Pick<LiveDatabase, 'migrations' | 'match' | 'unfinished' | 'findings' | 'policy'>;

/** What is in the way of a rollback: what is late is not. A rollback that is not finished is what it goes on with. Pure. */
export function inTheWayOfRollback({ findings, unfinished }: Live): Finding[] {
  const undone = new Set(unfinished.map(({ migration }) => undoneBy(migration)));
  return findings.filter(
    ({ code, migration }) =>
      code !== 'late-migration' && !(code === 'failed-migration' && undone.has(migration ?? '')),
  );
}

/**
 * The migrations that are to be taken back, as they are applied: the last one first. Pure.
 * @throws GuardError `unknown-migration-name`, `not-applied`
 */
export function toTakeBack(
  { migrations, match }: Pick<Live, 'migrations' | 'match'>,
  wish: RollbackWish,
): Recorded[] {
  const byTag = new Map(migrations.map((one) => [one.tag, one]));
  const applied = match.migrations
    .flatMap(({ tag, row }) => (row === null ? [] : [{ migration: byTag.get(tag)!, row }]))
    .sort((a, b) => b.row.id - a.row.id);
  if (wish.to !== undefined) {
    const { tag } = migrations[positionOf(migrations, wish.to)]!;
    const at = applied.findIndex(({ migration }) => migration.tag === tag);
    if (at === -1) throw notApplied(`${tag} is not applied here, so nothing can be taken back to it`);
    return applied.slice(0, at);
  }
  if (wish.steps > applied.length && applied.length > 0)
    throw notApplied(
      `${count(applied.length, 'migration')} ${applied.length === 1 ? 'is' : 'are'} applied here, and ${wish.steps} are to be taken back`,
    );
  return applied.slice(0, wish.steps);
}

/**
 * What a rollback has to do. Pure: it is planned again under the lock, where another process may have changed what is
 * applied; then nothing is done.
 * @param way what was found before for the migrations of the wish
 */
export function planRollback(live: Live, wish: RollbackWish, { undo, given }: WayBack): RunPlan {
  const { match, unfinished, policy } = live;
  const open = match.migrations.filter(({ row }) => row === null).map(({ tag }) => tag);
  const plan = (more: Partial<RunPlan>): RunPlan => ({
    ...{ findings: inTheWayOfRollback(live), steps: [], left: open, refusal: null, mayPass: false },
    ...more,
  });
  if (inTheWayOfRollback(live).some(({ severity }) => severity === 'error')) return plan({});
  const now = toTakeBack(live, wish);
  const isSame =
    now.length === undo.length &&
    now.every(({ migration, row }, at) => undo[at]!.migration === migration.tag && undo[at]!.row === row.id);
  if (!isSame) return plan({ refusal: changedMeanwhile() });
  const [begun, ...others] = unfinished;
  const [first, ...rest] = undo;
  if (!first) return plan({});
  const isOwn = begun !== undefined && undoneBy(begun.migration) === first.migration;
  const refusal = isOwn ? unfinishedMigration(others) : unfinishedMigration(unfinished);
  if (refusal) return plan({ refusal });
  if (isOwn && begun.hash !== first.hash) return plan({ refusal: anotherWay(first.migration) });
  const steps = [isOwn ? { ...first, from: begun.done } : first, ...rest];
  const demands = policy.demand.backup ? [{ does: 'demand' as const, rule: 'backup' as const }] : [];
  return plan({ steps: [...demands, { does: 'undo', undo: steps, given }] });
}

function notApplied(message: string): GuardError {
  return new GuardError(
    'not-applied',
    message,
    'run `drizzle-guard status`, which says what is applied; nothing was changed',
  );
}

function changedMeanwhile(): GuardError {
  return new GuardError(
    'lock-held',
    'another process has changed what is applied meanwhile, so nothing was taken back',
    'run `drizzle-guard rollback` again',
  );
}

function anotherWay(tag: string): GuardError {
  return new GuardError(
    'edited-since',
    `the SQL that takes ${tag} back is another than when that was begun, so it is not known which of its statements have run`,
    `put the SQL back as it was; or take the rest back by hand and run \`drizzle-guard migrate --resolve ${tag}=rolled-back\`; nothing was changed`,
  );
}
