import { GuardError } from '../errors/guard-error';
import type { Finding } from '../rules/finding';
import { listOf } from '../text/words';
import type { Demanded } from '../workspace/environment-rules';
import type { HealthChecks } from './health-checks';
import type { LiveDatabase } from './look-at';
import type { WayBack } from './plan-rollback';
import { planMigrate, positionOf, unclearLedger, unfinishedMigration } from './plan-migrate';
import type { ReadMigration } from './read-migrations';
import type { MigrateRun } from './run-migrate';

/** What became of a migration that was begun and not finished. */
export const WAYS = ['applied', 'rolled-back', 'continue'] as const;

export interface Resolution {
  migration: string;
  as: (typeof WAYS)[number];
}

/** What somebody wants of a database. */
export interface Wish {
  /** The last migration to apply. */
  to?: string | undefined;
  /** Whether late ones are applied too. */
  late: boolean;
  /** The last migration that the database has although no ledger says so. */
  baseline?: string | undefined;
  resolve?: Resolution | undefined;
}

/** One thing that a run does to a database, or demands before it. */
export type Step =
  | { does: 'record'; migrations: readonly ReadMigration[] }
  | { does: 'settle'; resolution: Resolution }
  | { does: 'demand'; rule: Demanded }
  | { does: 'apply'; run: MigrateRun }
  | ({ does: 'undo' } & WayBack)
  /** Nothing where the steps before it have applied nothing. */
  | { does: 'verify'; checks: HealthChecks };

export interface RunPlan {
  /** What was found, what is in the way among it: then there are no steps. */
  findings: Finding[];
  /** In their order. */
  steps: Step[];
  /** Tags of what is open and not among the steps: behind --to, late and not asked for, or all where there are none. */
  left: string[];
  /** Why nothing may be run, where that is more than a finding: it can neither be switched off nor waived. */
  refusal: GuardError | null;
  /** Whether what is in the way may be what another process is at this very moment. */
  mayPass: boolean;
}

/** What has to be done with a database as it is now; `exists` says whether there is one yet. Pure. */
export type Planner = (live: LiveDatabase, exists: boolean) => RunPlan;

/** The planner of a wish. */
export function planFor(wish: Wish): Planner {
  return (live, exists) => planRun(live, wish, exists);
}

/**
 * What a run has to do. Pure: what it is planned from may be another a moment later, so it is planned again under the
 * lock.
 *
 * @param exists whether there is a database yet
 * @throws GuardError `unknown-migration-name` where the wish names none of the folder's
 */
export function planRun(
  live: Pick<
    LiveDatabase,
    'migrations' | 'match' | 'unfinished' | 'findings' | 'target' | 'policy' | 'healthChecks'
  >,
  wish: Wish,
  exists: boolean,
): RunPlan {
  const { migrations, match, unfinished, target, policy, healthChecks } = live;
  const findings = live.findings.filter(({ code }) => !wish.late || code !== 'late-migration');
  const { apply, left, corrections } = planMigrate(migrations, match, wish);
  const wanted = new Set([...apply.map(({ tag }) => tag), ...left]);
  const open = migrations.map(({ tag }) => tag).filter((tag) => wanted.has(tag));
  const plan = (more: Partial<RunPlan>): RunPlan => ({
    ...{ findings, steps: [], left: open, refusal: null, mayPass: unfinished.length > 0 },
    ...more,
  });

  const verify: Step[] = healthChecks ? [{ does: 'verify', checks: healthChecks }] : [];
  const { resolve, baseline } = wish;
  if (resolve)
    return exists
      ? plan({
          steps: [{ does: 'settle', resolution: resolve }, ...(resolve.as === 'continue' ? verify : [])],
        })
      : plan({ refusal: notUnfinished(resolve.migration, []) });
  if (findings.some(({ severity }) => severity === 'error')) return plan({});
  if (baseline !== undefined) {
    const adopted = migrations.slice(0, positionOf(migrations, baseline) + 1);
    if (!exists) return plan({ refusal: nothingToAdopt(target.description) });
    const tags = new Set(adopted.map(({ tag }) => tag));
    const rest = open.filter((tag) => !tags.has(tag));
    return plan({ steps: [{ does: 'record', migrations: adopted }], left: rest });
  }
  const refusal = unfinishedMigration(unfinished) ?? unclearLedger(apply, match);
  if (refusal) return plan({ refusal });
  if (apply.length === 0 && corrections.length === 0) return plan({});
  const run = {
    migrations: apply,
    before: corrections.filter(({ to }) => 'name' in to),
    after: corrections.filter(({ to }) => !('name' in to)),
  };
  const demanded = apply.length === 0 ? [] : BEFORE_APPLY.filter((rule) => policy.demand[rule]);
  const demands = demanded
    .filter((rule) => exists || rule !== 'backup')
    .map((rule) => ({ does: 'demand' as const, rule }));
  const checks = apply.length > 0 ? verify : [];
  return plan({ steps: [...demands, { does: 'apply', run }, ...checks], left });
}

/** What an environment may demand, in the order in which it is met: what takes longest comes last. */
const BEFORE_APPLY: readonly Demanded[] = ['check', 'rehearse', 'backup'];

function nothingToAdopt(description: string): GuardError {
  return new GuardError(
    'nothing-to-adopt',
    `there is no database yet: ${description} would be created`,
    'run `drizzle-guard migrate`, which makes it; nothing was recorded',
  );
}

/** @param known names of those that are */
export function notUnfinished(tag: string, known: readonly string[]): GuardError {
  return new GuardError(
    'not-unfinished',
    `${tag} is not unfinished in this database: ${known.length === 0 ? 'nothing is' : `${listOf(known)} ${known.length === 1 ? 'is' : 'are'}`}`,
    'give a migration that `drizzle-guard status` calls failed; nothing was changed',
  );
}
