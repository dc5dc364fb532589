import path from 'node:path';
import { readLocalMigrations, type ReadMigration } from './read-migrations';
import { checkLedger } from './check-ledger';
import { matchLedger, type LedgerMatch } from '../ledger/match-ledger';
import { setAside } from '../rules/accepted';
import type { Connection, Target } from '../database/connection';
import { resolveTarget } from '../environments/resolve-target';
import { GuardError } from '../errors/guard-error';
import { readHistory } from '../history/read-history';
import type { DatabaseResult } from '../results/command-result';
import type { Settings } from '../schema/settings';
import type { Database } from '../workspace/discover';
import { sequenceFaults } from '../judging/preflight';
import type { DatabaseOptions, Workspace } from '../judging/open-workspace';

export interface LiveOptions extends DatabaseOptions {
  environment?: string;
  /** Refuse a database that is not on this machine. */
  onlyLocal?: boolean;
  /** Told of the environment and the target before the database is opened. */
  onTarget?: (database: string, environment: string, target: string) => void;
}

export interface LiveResult extends DatabaseResult {
  environment: string | null;
  /** For people, without credentials. */
  target: string | null;
}

/** A database's folder and ledger, side by side. */
export interface LiveDatabase {
  settings: Settings;
  target: Target;
  migrations: ReadMigration[];
  match: LedgerMatch;
  /** Looks again, through a connection that was opened since. */
  look(connection: Connection): Promise<LiveDatabase>;
}

/**
 * Reads what status and migrate both need, fills the common part of the result, and hands an open connection to
 * `work` (null where the database does not exist yet: then nothing is applied, and nothing was created).
 * Where the folder's own faults make its sequence unknown, they become findings and `work` is not called.
 */
export async function withLiveDatabase(
  workspace: Workspace,
  database: Database,
  command: string,
  options: LiveOptions,
  result: LiveResult,
  work: (live: LiveDatabase, connection: Connection | null) => Promise<void>,
): Promise<void> {
  const { environment, target, settings } = await resolveTarget(
    workspace,
    database,
    command,
    options.environment,
  );
  Object.assign(result, { environment, target: target.description, dialect: settings.dialect });
  options.onTarget?.(database.name, environment, target.description);
  if (options.onlyLocal && !target.isLocal)
    throw new GuardError(
      'not-local',
      `${target.description} is not on this machine, so nothing is applied to it without being asked`,
      `run \`drizzle-guard migrate --database ${database.name}\``,
    );
  const { root, tree, configuration } = workspace;
  const history = await readHistory(tree, settings.out);
  result.layout = history.layout;
  result.findings.push(...sequenceFaults(history, database.name));
  if (result.findings.length > 0) return;

  const migrations = readLocalMigrations(root, path.join(root, database.dir), history);
  const look = async (open: Connection | null): Promise<LiveDatabase> => {
    const match = matchLedger(migrations, (await open?.readLedger(settings.ledger)) ?? []);
    const { checks, waivers } = configuration;
    const found = checkLedger(database.name, match, history, checks);
    result.findings = setAside(found, { waivers, baseline: [] }).findings;
    return { settings, target, migrations, match, look };
  };
  const connection = target.exists() ? await target.open() : null;
  try {
    await work(await look(connection), connection);
  } finally {
    await connection?.close();
  }
}
