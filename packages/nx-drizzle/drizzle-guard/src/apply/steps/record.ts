import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { listOf } from '../../text/words';
import type { ForeseeContext, StepContext, StepKind } from '../run-steps';
import type { Step } from '../plan-run';
import { tablesThere } from '../tables-there';

type RecordStep = Extract<Step, { does: 'record' }>;

/**
 * Adopts a database that has what the migrations up to one of them make, and of which no ledger says so: they are
 * recorded, and none is run.
 *
 * @throws GuardError `ledger-not-empty`, `nothing-to-adopt`, `failed-ledger`
 */
export const recordStep: StepKind<RecordStep> = {
  async run(step, context) {
    const { live, connection } = context;
    await requireAdoptable(step, context);
    const rows = step.migrations.map(({ hash, timestamp, name }) => ({ hash, createdAt: timestamp, name }));
    try {
      await connection.record(live.settings.ledger, rows);
    } catch (thrown) {
      if (thrown instanceof GuardError) throw thrown;
      throw new GuardError(
        'failed-ledger',
        `the ledger could not be written: ${wordsOf(thrown)}`,
        `run \`drizzle-guard status --database ${live.database}\` to see what it holds; see whether this user may create and change it`,
        { cause: thrown },
      );
    }
    return recorded(step);
  },
  async foresee(step, context) {
    await requireAdoptable(step, context);
    return recorded(step);
  },
};

const recorded = ({ migrations }: RecordStep) => ({ recorded: migrations.map(({ tag }) => tag) });

async function requireAdoptable(
  { migrations }: RecordStep,
  { live, connection }: StepContext | ForeseeContext,
): Promise<void> {
  const { match, unfinished, settings, database } = live;
  const rows = match.strangers.length + match.migrations.filter(({ row }) => row !== null).length;
  if (rows > 0 || unfinished.length > 0)
    throw new GuardError(
      'ledger-not-empty',
      rows > 0
        ? `the ledger ${settings.ledger.schema}.${settings.ledger.table} has ${rows} ${rows === 1 ? 'row' : 'rows'} already, and --baseline is for a database that has none`
        : `${unfinished[0]!.migration} was begun here and is not finished, and --baseline is for a database that nothing was applied to`,
      `run \`drizzle-guard status --database ${database}\` to see what is applied; nothing was recorded`,
    );
  const { absent } = await tablesThere(connection!, settings.dialect, migrations);
  if (absent.length > 0)
    throw new GuardError(
      'nothing-to-adopt',
      `the database does not have all that the migrations up to ${migrations.at(-1)!.tag} make: ${listOf(shown(absent))} ${absent.length === 1 ? 'is' : 'are'} not there`,
      'name the newest migration of which the database has everything; nothing was recorded',
    );
}

const SHOWN = 5;

function shown(names: readonly string[]): string[] {
  const more = names.length - SHOWN;
  return more > 0 ? [...names.slice(0, SHOWN), `${more} more`] : [...names];
}
