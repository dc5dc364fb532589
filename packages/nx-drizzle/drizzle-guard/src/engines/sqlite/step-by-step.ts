import type { LedgerPlace } from '../../ledger/ledger';
import { countCommands, forbidsTransaction } from '../../sql/sqlite-statements';
import { StepFailure, type Run, type Step } from '../connection';
import type { SqliteClient } from './client';
import { inTransaction } from './transaction';
import { beginRun, endRun, noteRun } from './unfinished';

/**
 * Runs a migration that no transaction can hold (VACUUM): statement by statement, each noted with what it did, so that
 * it can be gone on with after a failure or a crash.
 *
 * @param ledger what is looked at before the first, and what records the migration after the last
 * @throws StepFailure
 */
export async function stepByStep(
  client: SqliteClient,
  work: Run,
  place: LedgerPlace,
  ledger: { begin(): Promise<void>; record(): Promise<void> },
): Promise<void> {
  const { tag, statements, from = 0 } = work;
  await inTransaction(client, {
    async ledger() {
      await ledger.begin();
      await beginRun(client, place, work);
    },
  });
  let done = from;
  const forget = () => inTransaction(client, { ledger: () => endRun(client, place, tag) });
  const fail = async (step: Step, thrown: unknown, mayHaveLeft: boolean): Promise<never> => {
    const left = done > 0 || mayHaveLeft ? 'unfinished' : 'nothing';
    if (left === 'nothing') await forget().catch(() => undefined);
    const { cause, isConnected } =
      thrown instanceof StepFailure ? thrown : { cause: thrown, isConnected: true };
    throw new StepFailure(step, left, isConnected, cause);
  };
  for (const [position, statement] of [...statements.entries()].slice(from)) {
    const step = { statement: position };
    const isAlone = forbidsTransaction(statement);
    try {
      if (isAlone) await client.execute(statement);
      const note = () => noteRun(client, place, tag, position + 1);
      await inTransaction(client, {
        ledger: async () => undefined,
        statements: isAlone ? [] : [statement],
        from: position,
        record: note,
      });
      done = position + 1;
    } catch (thrown) {
      const isPart = thrown instanceof StepFailure && (thrown.left !== 'nothing' || isAlone);
      await fail(step, thrown, isPart || (isAlone && countCommands(statement) > 1));
    }
  }
  try {
    await inTransaction(client, {
      async ledger() {
        await ledger.record();
        await endRun(client, place, tag);
      },
    });
  } catch (thrown) {
    await fail('record', thrown, true);
  }
}
