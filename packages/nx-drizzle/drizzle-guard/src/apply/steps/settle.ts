import { StepFailure } from '../../engines/connection';
import { GuardError } from '../../errors/guard-error';
import { undoneBy, type Unfinished } from '../../ledger/unfinished';
import { notUnfinished, type Step } from '../plan-run';
import type { ReadMigration } from '../read-migrations';
import { stepFailed } from '../run-failures';
import type { AppliedMigration } from '../run-migrate';
import type { ForeseeContext, StepContext, StepKind } from '../run-steps';

type SettleStep = Extract<Step, { does: 'settle' }>;

/**
 * Settles a migration that is unfinished, and nothing besides: records it, makes it pending again, or goes on with it.
 * @throws GuardError `not-unfinished`, `edited-since`, `failed-statement`
 */
export const settleStep: StepKind<SettleStep> = {
  async run({ resolution }, context) {
    const { live, connection, hooks } = context;
    const applied = await settle({ resolution }, context);
    for (const one of applied) hooks.onApplied?.(one);
    return { applied, settled: { resolution, now: await live.look(connection) } };
  },
  async foresee({ resolution }, context) {
    wayFor(resolution, context);
    return { settled: { resolution, now: context.live } };
  },
};

async function settle(
  { resolution }: Pick<SettleStep, 'resolution'>,
  context: StepContext,
): Promise<AppliedMigration[]> {
  const { live, connection } = context;
  const { ledger } = live.settings;
  const { run, migration, row: undone } = wayFor(resolution, context);
  if (!migration) {
    await connection.settle(ledger, run.migration, undone);
    return [];
  }
  const row = { hash: migration.hash, createdAt: migration.timestamp, name: migration.name };
  await connection.createLedger(ledger, row.name === null ? 'hashes' : 'names');
  if (resolution.as === 'continue') return [await goOn(context, migration, run.done, row)];
  await connection.settle(ledger, migration.tag, row);
  return [];
}

/**
 * @returns what is unfinished; and the migration to record or to go on with, null where there is none; and the row of the
 *   ledger that is taken out
 * @throws GuardError where it cannot be settled so
 */
function wayFor(
  { migration: tag, as }: SettleStep['resolution'],
  { live: { unfinished, migrations, match } }: StepContext | ForeseeContext,
): { run: Unfinished; migration: ReadMigration | null; row: number | null } {
  const undoing = unfinished.find(({ migration }) => undoneBy(migration) === tag);
  if (undoing) {
    if (as === 'continue') throw goesOnByRollback(tag);
    const row = match.migrations.find((one) => one.tag === tag)?.row ?? null;
    return { run: undoing, migration: null, row: as === 'applied' ? null : (row?.id ?? null) };
  }
  const run = unfinished.find(({ migration }) => migration === tag);
  if (!run)
    throw notUnfinished(
      tag,
      unfinished.map(({ migration }) => undoneBy(migration) ?? migration),
    );
  if (as === 'rolled-back') return { run, migration: null, row: null };
  const migration = migrations.find((one) => one.tag === tag);
  if (!migration) throw gone(tag);
  if (as === 'continue' && run.hash !== migration.hash) throw editedSince(run);
  return { run, migration, row: null };
}

async function goOn(
  { live, connection }: StepContext,
  migration: ReadMigration,
  from: number,
  row: Parameters<StepContext['connection']['apply']>[0]['row'],
): Promise<AppliedMigration> {
  const start = performance.now();
  try {
    await connection.apply(
      { tag: migration.tag, statements: migration.statements, row, from },
      live.settings.ledger,
      [],
    );
  } catch (thrown) {
    throw thrown instanceof StepFailure ? stepFailed(migration, thrown, [], [migration.tag]) : thrown;
  }
  return { migration: migration.tag, milliseconds: Math.round(performance.now() - start) };
}

function goesOnByRollback(tag: string): GuardError {
  return new GuardError(
    'not-unfinished',
    `what is unfinished is the rollback of ${tag}, and not ${tag} itself`,
    'run `drizzle-guard rollback`, which goes on with it; nothing was changed',
  );
}

function gone(tag: string): GuardError {
  return new GuardError(
    'not-unfinished',
    `${tag} is unfinished in this database, and not in the folder any more`,
    `bring it back, or take back what it did and run \`drizzle-guard migrate --resolve ${tag}=rolled-back\`; nothing was changed`,
  );
}

function editedSince({ migration, done }: Unfinished): GuardError {
  return new GuardError(
    'edited-since',
    `the SQL of ${migration} is another than when it was begun, so it is not known which of its statements the ${done} are that have run`,
    `put the SQL back as it was; or take back what it did and run \`drizzle-guard migrate --resolve ${migration}=rolled-back\`; nothing was changed`,
  );
}
