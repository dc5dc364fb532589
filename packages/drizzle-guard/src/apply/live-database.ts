import path from 'node:path';
import type { Connection, Limits, Target, Unfinished } from '../engines/connection';
import { resolveTarget } from '../environments/resolve-target';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import type { History } from '../history/history';
import { readHistory } from '../history/read-history';
import type { DatabaseOptions, Workspace } from '../judging/open-workspace';
import { sequenceFaults } from '../judging/preflight';
import { matchLedger, type LedgerMatch } from '../ledger/match-ledger';
import type { DatabaseResult } from '../results/command-result';
import { setAside } from '../rules/accepted';
import type { Finding } from '../rules/finding';
import { findingsAbout } from '../rules/run';
import type { Settings } from '../schema/settings';
import { millisecondsOf } from '../text/duration';
import type { Database } from '../workspace/discover';
import { checkLedger } from './check-ledger';
import { readLocalMigrations, type ReadMigration } from './read-migrations';

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
  history: History;
  target: Target;
  migrations: ReadMigration[];
  match: LedgerMatch;
  /** What was begun there and is neither finished nor taken back. */
  unfinished: Unfinished[];
  limits: Limits;
  /** Where a shadow's driver is looked for, absolute; the first that has one. */
  shadowFolders: readonly string[];
  /** How long it is waited for what a shadow shows, as it is configured. */
  proofLimit: string;
  /** What is wrong between the two. */
  findings: Finding[];
  /** The findings of what is seen later, as these: at the severity in force, without those that are waived. */
  findingsOfRun(differences: readonly string[]): Finding[];
  /** Looks again, through a connection that was opened since. */
  look(connection: Connection): Promise<LiveDatabase>;
}

/**
 * Reads what status and migrate both need, and hands it with an open connection to `work` (null where the database does
 * not exist yet: then nothing is applied, and nothing was created). Where the folder's own faults make its sequence
 * unknown, they are the findings, and `work` is not called.
 *
 * @param started the result of a database of which nothing is known yet
 * @param work returns what the command adds to the common part
 * @returns the result; with `error` where something was thrown, and what was known before
 */
export async function withLiveDatabase<R extends LiveResult>(
  workspace: Workspace,
  database: Database,
  command: string,
  options: LiveOptions,
  started: R,
  work: (live: LiveDatabase, connection: Connection | null) => Promise<Partial<R>>,
): Promise<R> {
  let known = started;
  try {
    const { environment, target, settings } = await resolveTarget(
      workspace,
      database,
      command,
      options.environment,
    );
    known = { ...known, environment, target: target.description, dialect: settings.dialect };
    options.onTarget?.(database.name, environment, target.description);
    if (options.onlyLocal && !target.isLocal) throw notLocal(target, database);
    const history = await readHistory(workspace.tree, settings.out);
    const faults = sequenceFaults(history, database.name);
    known = { ...known, layout: history.layout, findings: faults };
    if (faults.length > 0) return known;

    const limits = limitsOf(workspace.configuration);
    const look = lookAt(workspace, database, { history, settings, target, limits });
    return await withConnection(target.exists() ? await target.open(limits) : null, async (connection) => {
      const live = await look(connection);
      known = { ...known, findings: live.findings };
      known = { ...known, ...(await work(live, connection)) };
      return known;
    });
  } catch (thrown) {
    return { ...known, error: failureOf(thrown) };
  }
}

/** Closes the connection after the work; where that fails, what the work has done is told all the same. */
export async function withConnection<C extends Connection | null, R extends Pick<DatabaseResult, 'error'>>(
  connection: C,
  work: (connection: C) => Promise<R>,
): Promise<R> {
  let result: R;
  try {
    result = await work(connection);
  } catch (thrown) {
    await connection?.close().catch(() => undefined);
    throw thrown;
  }
  try {
    await connection?.close();
    return result;
  } catch (thrown) {
    return result.error ? result : { ...result, error: failureOf(notClosed(thrown)) };
  }
}

function notClosed(thrown: unknown): GuardError {
  return new GuardError(
    'cannot-connect',
    `the database could not be closed: ${wordsOf(thrown)}`,
    'run `drizzle-guard status` to see what it holds',
    { cause: thrown },
  );
}

function lookAt(
  { root, configuration }: Workspace,
  { name, dir }: Database,
  opened: Pick<LiveDatabase, 'history' | 'settings' | 'target' | 'limits'>,
): (connection: Connection | null) => Promise<LiveDatabase> {
  const { checks, waivers, proofLimit } = configuration;
  const { history, settings } = opened;
  const unwaived = (found: Finding[]) => setAside(found, { waivers, baseline: [] }).findings;
  const known = {
    ...opened,
    shadowFolders: [path.join(root, dir), path.join(root, history.dir), __dirname],
    proofLimit,
    findingsOfRun: (differences: readonly string[]) =>
      unwaived(findingsAbout('run', { differences }, name, checks)),
  };
  const migrations = readLocalMigrations(root, path.join(root, dir), history);
  return async function look(connection) {
    const rows = (await connection?.readLedger(settings.ledger)) ?? [];
    const unfinished = (await connection?.readUnfinished(settings.ledger)) ?? [];
    const match = matchLedger(migrations, rows);
    const findings = unwaived(checkLedger(name, match, history, checks));
    return { ...known, migrations, match, unfinished, findings, look };
  };
}

function limitsOf({ migrate }: Workspace['configuration']): Limits {
  const of = (time: string | false) => (time === false ? null : millisecondsOf(time));
  return {
    lockWait: millisecondsOf(migrate.lockWait),
    lockTimeout: of(migrate.lockTimeout),
    statementTimeout: of(migrate.statementTimeout),
  };
}

function notLocal({ description }: Target, { name }: Database): GuardError {
  return new GuardError(
    'not-local',
    `${description} is not on this machine, so nothing is applied to it without being asked`,
    `run \`drizzle-guard migrate --database ${name}\``,
  );
}
