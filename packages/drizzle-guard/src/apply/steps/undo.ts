import { setImmediate as nextTurn } from 'node:timers/promises';
import { blockedTime } from '../blocked-time';
import { StepFailure } from '../../engines/connection';
import { liveCatalog } from '../../engines/live-catalog';
import { asGuardError } from '../../errors/failure';
import { undoingOf } from '../../ledger/unfinished';
import { unforeseen } from '../../rollback/losses';
import { countLosses } from '../count-losses';
import type { Undo } from '../plan-rollback';
import type { Step } from '../plan-run';
import type { AppliedMigration } from '../run-migrate';
import type { RunOutcome } from '../run-outcome';
import type { StepContext, StepKind } from '../run-steps';
import { moreLost, stillRecorded, undoFailed, withUndone } from '../undo-failures';
import { differencesSince, notVerified, unread, type Verified } from '../verify-run';

type UndoStep = Extract<Step, { does: 'undo' }>;

/**
 * Takes migrations back, one after another, each in one go with its row in the ledger; then the ledger is read again, and
 * the database compared with what the migrations that are left give. What fails is in the outcome, with what was done
 * before it.
 */
export const undoStep: StepKind<UndoStep> = {
  async run({ undo, given }, context) {
    const { live, connection } = context;
    const told = undo.flatMap(({ losses }) => losses);
    const more = unforeseen(await countLosses(connection, live.settings.dialect, told), told);
    if (more.length > 0) return { undone: [], failure: moreLost(more) };
    const isAsked = live.findingsOfRun(['anything']).length > 0;
    const isGoneOnWith = undo.some(({ from }) => from !== undefined);
    const verify = isAsked
      ? await startVerifying(context, isGoneOnWith ? 'a part of it had run before' : given)
      : null;
    return undoAndVerify(undo, context, verify);
  },
  foresee: async () => ({ undone: [] }),
};

/** Compares the database with what its migrations give when so many of them are taken back. */
type Verify = (undone: number) => Promise<Verified>;

async function startVerifying({ live, connection }: StepContext, given: UndoStep['given']): Promise<Verify> {
  if (typeof given === 'string') return async () => notVerified(given);
  const { dialect, ledger, filters } = live.settings;
  const read = () => liveCatalog(connection, dialect, ledger).catch(unread);
  const before = await read();
  return async (undone) => {
    const after = await read();
    if ('notVerified' in before) return before;
    if ('notVerified' in after) return after;
    return differencesSince({ before, after }, { before: given[0]!, now: given[undone]! }, filters);
  };
}

async function undoAndVerify(
  undo: readonly Undo[],
  { live, connection, hooks }: StepContext,
  verify: Verify | null,
): Promise<Partial<RunOutcome>> {
  const { onUndone, shouldStop = () => false, onWork } = hooks;
  const undone: AppliedMigration[] = [];
  const left = () => undo.slice(undone.length).map(({ migration }) => migration);
  let failure: RunOutcome['failure'] = null;
  for (const one of undo) {
    await nextTurn();
    const stop = shouldStop();
    if (stop !== false) {
      failure = stop === true ? null : withUndone(stop, undone, left());
      break;
    }
    const start = performance.now();
    const { onBlocked, told } = blockedTime(shouldStop);
    const { migration, row, hash, statements, from = 0 } = one;
    try {
      const work = { tag: undoingOf(migration), hash, statements, row, from, onBlocked };
      await connection.undo(work, live.settings.ledger);
    } catch (thrown) {
      failure =
        thrown instanceof StepFailure
          ? undoFailed(one, thrown, undone, left())
          : withUndone(asGuardError(thrown), undone, left());
      break;
    }
    const done = {
      ...{ migration, milliseconds: Math.round(performance.now() - start) },
      ...told(),
    };
    undone.push(done);
    onUndone?.(done);
  }
  const outcome: Partial<RunOutcome> = { undone, failure };
  if (undone.length === 0) return outcome;
  onWork?.('verifying');
  const seen = await live.look(connection).catch((thrown: unknown) => asGuardError(thrown));
  if (seen instanceof Error)
    return { ...outcome, failure: failure ?? withUndone(seen, undone, left()), notVerified: NOT_READ };
  const gone = new Set(undone.map(({ migration }) => migration));
  const still = seen.match.migrations.filter(({ tag, row }) => row !== null && gone.has(tag));
  if (still.length > 0 && !failure) failure = stillRecorded(still.map(({ tag }) => tag));
  const [unfinished] = seen.unfinished;
  if (unfinished) return { ...outcome, failure, notVerified: 'a rollback is not finished' };
  if (!verify) return { ...outcome, failure };
  const { fresh, older, notVerified: why } = await verify(undone.length);
  const findings = live.findingsOfRun(fresh).map((finding) => ({ ...finding, help: AFTER_THAT }));
  return { ...outcome, failure, findings, olderDifferences: older, notVerified: why };
}

const AFTER_THAT =
  'the migrations are taken back, and out of the ledger; see in the database what is left of them or gone with them, and put that right by hand: `drizzle-guard diff` compares again';
const NOT_READ = 'the database could not be read any more';
