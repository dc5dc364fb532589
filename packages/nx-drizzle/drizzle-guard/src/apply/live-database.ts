import path from 'node:path';
import type { Connection, Target } from '../engines/connection';
import type { Policy } from '../environments/policy';
import { recordOverride } from '../environments/record-override';
import { environmentOf, resolveTarget } from '../environments/resolve-target';
import { shadowServerOf } from '../environments/shadow-server';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { readHistory } from '../history/read-history';
import type { DatabaseOptions, Workspace } from '../judging/open-workspace';
import { sequenceFaults } from '../judging/preflight';
import type { DatabaseResult } from '../results/command-result';
import type { Database } from '../workspace/discover';
import { backUpOf } from './back-up';
import { healthChecksOf } from './health-checks';
import type { InTurn } from './in-turn';
import { limitsOf } from './limits-of';
import { lookAt, type LiveDatabase } from './look-at';
import { readMigrations, requireLayout } from './read-migrations';

export type { LiveDatabase } from './look-at';

export interface LiveOptions extends DatabaseOptions {
  environment?: string;
  /** Rules of a policy that are set aside, as they are typed: "production:backup". */
  override?: readonly string[];
  /** Refuses what the environment does not allow, before anything is evaluated with its secrets. */
  requires?: (policy: Policy) => void;
  /** Refuse a database that is not on this machine. */
  onlyLocal?: boolean;
  /** Wait no longer than this for another drizzle-guard, whatever is configured; in milliseconds. */
  lockWait?: number;
  /** Told of the environment and the target before the database is opened. */
  onTarget?: (database: string, environment: string, target: string) => void;
  /** What PGlite is opened in: several at once would share this thread, and hold hundreds of megabytes each. */
  turn?: InTurn;
}

export interface LiveResult extends DatabaseResult {
  environment: string | null;
  /** For people, without credentials. */
  target: string | null;
  /** Rules of its policy that somebody has set aside for this run, where there are some. */
  overridden?: readonly string[];
  /** What may explain the rest, for people; present where there is something. */
  hint?: string | undefined;
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
    const { configuration } = workspace;
    const chosen = environmentOf(configuration, database, options.environment, options.override);
    const { name: environment, policy } = chosen;
    if (policy.overridden.length > 0) known = { ...known, overridden: policy.overridden };
    options.requires?.(policy);
    recordOverride(workspace.root, policy, { command, database: database.name });
    const resolved = await resolveTarget(workspace, database, command, chosen);
    const { target, settings } = resolved;
    known = { ...known, environment, target: target.description, dialect: settings.dialect };
    options.onTarget?.(database.name, environment, target.description);
    if (options.onlyLocal && !target.isLocal) throw notLocal(target, database);
    const history = await readHistory(workspace.tree, settings.out, null);
    let faults = sequenceFaults(history, database.name);
    // The way out depends on snapshots.
    if (faults.length > 0)
      faults = sequenceFaults(await readHistory(workspace.tree, settings.out), database.name);
    known = { ...known, layout: history.layout, findings: faults };
    if (faults.length > 0) return known;

    const limits = limitsOf(configuration, environment, options.lockWait);
    requireLayout(path.join(workspace.root, database.dir), history);
    const { checks, waivers } = configuration;
    const read = {
      ...{ database: database.name, policy, history, settings, target, limits },
      migrations: readMigrations(workspace.root, history),
      ground: {
        dialect: settings.dialect,
        folders: [path.join(workspace.root, database.dir), path.join(workspace.root, history.dir), __dirname],
        server: shadowServerOf(workspace, database, settings.dialect, {
          command,
          onlyLocal: options.onlyLocal ?? false,
        }),
      },
      proofLimit: configuration.proofLimit,
      backUp: backUpOf(workspace, database, environment, resolved),
      healthChecks: healthChecksOf(workspace, database.name, environment),
    };
    const look = lookAt(read, { checks, waivers });
    const onWait = (holder: string) => options.onWork?.(`${database.name}: waiting for ${holder}`);
    const opened = async () =>
      withConnection(
        target.exists() ? await target.open(limits, onWait) : null,
        async (connection) => {
          const live = await look(connection);
          known = { ...known, findings: live.findings, ...(live.hint === null ? {} : { hint: live.hint }) };
          known = { ...known, ...(await work(live, connection)) };
          return known;
        },
        withError,
      );
    return await (options.turn && settings.driver === 'pglite' ? options.turn(opened) : opened());
  } catch (thrown) {
    return { ...known, error: failureOf(thrown) };
  }
}

/**
 * Closes the connection after the work.
 * @param withFailure where closing fails: the result, with that told beside what the work has done
 */
export async function withConnection<C extends Connection | null, R>(
  connection: C,
  work: (connection: C) => Promise<R>,
  withFailure: (result: R, why: GuardError) => R,
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
    return withFailure(result, notClosed(thrown));
  }
}

/** A failure of its own outranks that of closing. */
export function withError<R extends Pick<DatabaseResult, 'error'>>(result: R, why: GuardError): R {
  return result.error ? result : { ...result, error: failureOf(why) };
}

function notClosed(thrown: unknown): GuardError {
  return new GuardError(
    'cannot-connect',
    `the database could not be closed: ${wordsOf(thrown)}`,
    'run `drizzle-guard status` to see what it holds',
    { cause: thrown },
  );
}

function notLocal({ description }: Target, { name }: Database): GuardError {
  return new GuardError(
    'not-local',
    `${description} is not on this machine, so nothing is applied to it without being asked`,
    `run \`drizzle-guard migrate --database ${name}\``,
  );
}
