import type { LiveDatabase } from '../../apply/live-database';
import { positionOf } from '../../apply/plan-migrate';
import type { ReadMigration } from '../../apply/read-migrations';
import { tablesThere } from '../../apply/tables-there';
import type { Connection } from '../../engines/connection';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { listOf } from '../../text/words';

/** What a baseline has recorded, or would, and what stays open behind it. */
export interface Baselined {
  baselined: string[];
  left: string[];
}

/**
 * Adopts a database that has what the migrations up to one of them make, and of which no ledger says so: they are
 * recorded, and none is run.
 *
 * @param connection null where there is no database
 * @param database its name
 * @throws GuardError `unknown-migration-name`, `ledger-not-empty`, `nothing-to-adopt`, `failed-ledger`
 */
export async function baseline(
  live: LiveDatabase,
  connection: Connection | null,
  { last, dryRun, database }: { last: string; dryRun: boolean; database: string },
  onWait: (holder: string) => void,
): Promise<Baselined> {
  const first = await adoptable(live, connection, last, database);
  if (dryRun) return outcome(live.migrations, first);
  const { settings, look } = live;
  await connection!.lock(onWait);
  // Another process may have migrated it since.
  const adopted = await adoptable(await look(connection!), connection, last, database);
  const rows = adopted.map(({ hash, timestamp, name }) => ({ hash, createdAt: timestamp, name }));
  try {
    await connection!.record(settings.ledger, rows);
  } catch (thrown) {
    if (thrown instanceof GuardError) throw thrown;
    throw new GuardError(
      'failed-ledger',
      `the ledger could not be written: ${wordsOf(thrown)}`,
      `run \`drizzle-guard status --database ${database}\` to see what it holds; see whether this user may create and change it`,
      { cause: thrown },
    );
  }
  return outcome(live.migrations, adopted);
}

function outcome(migrations: readonly ReadMigration[], adopted: readonly ReadMigration[]): Baselined {
  const tags = migrations.map(({ tag }) => tag);
  return { baselined: tags.slice(0, adopted.length), left: tags.slice(adopted.length) };
}

/** The migrations that are to be recorded. */
async function adoptable(
  { migrations, match, unfinished, settings, target }: LiveDatabase,
  connection: Connection | null,
  last: string,
  database: string,
): Promise<readonly ReadMigration[]> {
  const adopted = migrations.slice(0, positionOf(migrations, last) + 1);
  if (!connection)
    throw new GuardError(
      'nothing-to-adopt',
      `there is no database yet: ${target.description} would be created`,
      `run \`drizzle-guard migrate --database ${database}\`, which makes it; nothing was recorded`,
    );
  const rows = match.strangers.length + match.migrations.filter(({ row }) => row !== null).length;
  if (rows > 0 || unfinished.length > 0)
    throw new GuardError(
      'ledger-not-empty',
      rows > 0
        ? `the ledger ${settings.ledger.schema}.${settings.ledger.table} has ${rows} ${rows === 1 ? 'row' : 'rows'} already, and --baseline is for a database that has none`
        : `${unfinished[0]!.migration} was begun here and is not finished, and --baseline is for a database that nothing was applied to`,
      `run \`drizzle-guard status --database ${database}\` to see what is applied; nothing was recorded`,
    );
  const { absent } = await tablesThere(connection, settings.dialect, adopted);
  if (absent.length > 0)
    throw new GuardError(
      'nothing-to-adopt',
      `the database does not have all that the migrations up to ${adopted.at(-1)!.tag} make: ${listOf(shown(absent))} ${absent.length === 1 ? 'is' : 'are'} not there`,
      'name the newest migration of which the database has everything; nothing was recorded',
    );
  return adopted;
}

const SHOWN = 5;

function shown(names: readonly string[]): string[] {
  const more = names.length - SHOWN;
  return more > 0 ? [...names.slice(0, SHOWN), `${more} more`] : [...names];
}
