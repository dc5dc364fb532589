import type { LiveDatabase } from '../../apply/look-at';
import { planMigrate } from '../../apply/plan-migrate';
import type { Ran } from '../../apply/run-planned';
import { failureOf } from '../../errors/failure';
import type { Correction } from '../../ledger/ledger';
import type { NotChecked } from '../../results/command-result';
import { shortened } from '../../text/shorten';
import type { MigrateResult, PendingMigration } from './run';

export type Migrated = Partial<MigrateResult> & Pick<MigrateResult, 'findings' | 'pending'>;

/** What is reported of a run. Pure. */
export function resultOf(ran: Ran, dryRun: boolean): Migrated {
  const { findings, measured, recorded, settled, failure, corrected, applied, ...seen } = ran.outcome;
  const isHintAnswered = recorded !== undefined || settled !== undefined || (applied.length > 0 && !failure);
  return {
    findings: [...(settled?.now.findings ?? ran.plan.findings), ...findings],
    applied,
    pending: dryRun && isForeseen(ran) ? foreseen(ran) : leftOver(ran),
    ...movedOf(corrected),
    ...(seen.demanded.length > 0 ? { demanded: seen.demanded } : {}),
    ...(seen.backup ? { backup: seen.backup } : {}),
    ...(seen.rehearsal ? { rehearsal: seen.rehearsal } : {}),
    ...(seen.lockWait === undefined ? {} : { lockWait: seen.lockWait }),
    ...(seen.healthChecks ? { healthChecks: seen.healthChecks } : {}),
    ...(recorded ? { baselined: recorded } : {}),
    ...(settled ? { resolved: settled.resolution } : {}),
    ...(seen.olderDifferences.length > 0 ? { olderDifferences: seen.olderDifferences } : {}),
    ...unchecked('locks', 'notMeasured', measured?.notMeasured ?? null),
    ...unchecked('verification', 'notVerified', seen.notVerified),
    ...(failure ? { error: failureOf(failure) } : {}),
    ...hintOf(ran, isHintAnswered),
  };
}

/** push makes what migrations make, and records none of them. */
function hintOf({ live, outcome: { failure } }: Ran, isAnswered: boolean): { hint?: string | undefined } {
  if (isAnswered) return { hint: undefined };
  const { push, reset } = live.policy.allow;
  const isThere = failure !== null && /already exists|duplicate column/i.test(failure.message);
  return isThere && push && reset && live.hint === null
    ? {
        hint: 'where `drizzle-guard push` made what is there already, `drizzle-guard reset` begins this database anew',
      }
    : {};
}

/** Where something is in the way, all that is open is left. */
function isForeseen({ plan, outcome: { recorded, settled } }: Ran): boolean {
  return !recorded && !settled && !plan.findings.some(({ severity }) => severity === 'error');
}

/** Only a dry run is asked what it would do, to the last byte. */
function foreseen({ plan, outcome }: Ran): PendingMigration[] {
  return toApply(plan).map(({ tag, statements }) => ({
    ...{ migration: tag, statements, locks: outcome.measured?.locks.get(tag) ?? null },
  }));
}

function leftOver({ live, plan, outcome }: Ran): PendingMigration[] {
  const { applied, settled } = outcome;
  const done = new Set(applied.map(({ migration }) => migration));
  const open = new Set(
    settled
      ? pendingIn(settled.now)
      : [...toApply(plan).map(({ tag }) => tag), ...plan.left].filter((tag) => !done.has(tag)),
  );
  return live.migrations
    .filter(({ tag }) => open.has(tag))
    .map(({ tag, statements }) => ({
      ...{ migration: tag, statements: statements.map((statement) => shortened(statement)), locks: null },
    }));
}

function toApply({ steps }: Ran['plan']) {
  return steps.flatMap((step) => (step.does === 'apply' ? step.run.migrations : []));
}

function pendingIn({ migrations, match }: LiveDatabase): string[] {
  return planMigrate(migrations, match, { late: false }).apply.map(({ tag }) => tag);
}

/** What was not looked at, and why. */
function unchecked(
  what: NotChecked,
  key: 'notMeasured' | 'notVerified',
  why: string | null,
): Partial<MigrateResult> {
  return why === null ? {} : { notChecked: ['base', what], [key]: why };
}

/** Rows of drizzle-orm 0.x get a name where they had none: nothing has moved. */
function movedOf(corrections: readonly Correction[]): Pick<MigrateResult, 'moved'> {
  const moved = corrections.flatMap(({ from, migration }) =>
    from === null ? [] : [{ from, to: migration }],
  );
  return moved.length === 0 ? {} : { moved };
}
