import { withConnection, withError } from '../apply/live-database';
import { lookAt, type LiveDatabase } from '../apply/look-at';
import { readMigrations } from '../apply/read-migrations';
import type { Connection } from '../engines/connection';
import { driverOfUrl } from '../engines/driver-of-url';
import { targetOf } from '../engines/registry';
import { policyOf } from '../environments/policy';
import { GuardError } from '../errors/guard-error';
import { sequenceFaults } from '../judging/preflight';
import type { Failure } from '../errors/failure';
import { readMigrationsFolder } from './migrations-folder';
import { dialectOf, limitsOf, nameOf, urlOf, type RuntimeOptions } from './options';

/**
 * Opens a database beside its migrations, and closes it after the work.
 * @param work is given null in place of a connection where the database does not exist yet
 * @throws GuardError what hinders it; `unsound-migrations` where the folder's own faults make its sequence unknown
 */
export async function withLive<R extends { error?: Failure }>(
  options: RuntimeOptions,
  work: (live: LiveDatabase, connection: Connection | null) => Promise<R>,
): Promise<R> {
  const { folder, root, history, dialect: written } = await readMigrationsFolder(options.migrations);
  const database = nameOf(options, folder);
  const faults = sequenceFaults(history, database);
  if (faults.length > 0) throw unsound(faults.map(({ message }) => message));
  const url = urlOf(options);
  const dialect = dialectOf(options, url, written);
  const settings = {
    ...{ dialect, cwd: '.', schema: [], out: history.dir, casing: null, standIns: [] },
    driver: driverOfUrl(dialect, url),
    credentials: { url },
    ledger: {
      table: options.ledger?.table ?? '__drizzle_migrations',
      schema: options.ledger?.schema ?? 'drizzle',
    },
  };
  const target = targetOf(process.cwd(), '.', settings, process.env);
  const limits = limitsOf(options);
  const migrations = readMigrations(root, history);
  const look = lookAt(
    // What it gives is compared where a shadow is: the command line does that, with what it needs for it.
    {
      ...{
        database,
        history,
        settings,
        target,
        limits,
        migrations,
        ground: { dialect, folders: [] },
        proofLimit: '0s',
      },
      // What may be done where is the command line's: a program has decided when it calls.
      policy: policyOf('development'),
    },
    { checks: { drift: 'off' }, waivers: [] },
  );
  return withConnection(
    target.exists() ? await target.open(limits) : null,
    async (connection) => work(await look(connection), connection),
    withError,
  );
}

/** Facts that stop a run, as an error: a program that does not look at a result must not go on. */
export function unsound(messages: readonly string[]): GuardError {
  return new GuardError(
    'unsound-migrations',
    messages.join('\n  '),
    'run `drizzle-guard status` where the repository is, which says of each what to do; nothing was applied',
  );
}
