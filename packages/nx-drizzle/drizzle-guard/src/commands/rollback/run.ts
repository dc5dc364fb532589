import path from 'node:path';
import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import type { LiveDatabase } from '../../apply/look-at';
import { inTheWayOfRollback, planRollback, toTakeBack, type Undo } from '../../apply/plan-rollback';
import type { AppliedMigration, RunHooks } from '../../apply/run-migrate';
import { foreseeRun, runPlanned } from '../../apply/run-planned';
import type { Connection } from '../../engines/connection';
import { nameOfTarget, requireConsent, type Consent } from '../../environments/confirm';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { readHistory } from '../../history/read-history';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { requireFolder } from '../../judging/preflight';
import { withEvaluator } from '../../judging/with-evaluator';
import type { CommandResult } from '../../results/command-result';
import { findWays } from '../../rollback/effects/find-ways';
import { isOpen, type Way } from '../../rollback/way';
import { shellWord } from '../../text/shell-word';
import { listOf } from '../../text/words';
import type { Demanded } from '../../workspace/environment-rules';
import type { Database } from '../../workspace/discover';
import type { Values } from '../define-command';
import { remember } from '../migrate/afterwards';
import { demandsOf } from '../migrate/demands';
import { listed, notAccepted, toBeAccepted, whyClosed } from './refusals';
import { resultOf, toldOf, type ToldWay } from './result-of';
import type { rollbackOptions } from './row';
import { wishOf } from './wish';

export interface RollbackOptions extends LiveOptions, Consent, Values<typeof rollbackOptions> {
  /** How many, as it is typed behind the command. */
  last?: string;
  /** Asked before each migration; what is left stays applied. */
  shouldStop?: RunHooks['shouldStop'];
  onUndone?: (database: string, undone: AppliedMigration) => void;
}

export interface RollbackResult extends LiveResult {
  /** What was taken back, the newest first. */
  undone: AppliedMigration[];
  /** How each migration is taken back that was asked for, the newest first. */
  ways: ToldWay[];
  /** What the environment demanded before, where it did; in a dry run what would be done. */
  demanded?: Demanded[];
  /** The backup that was taken, where one was demanded. */
  backup?: { file: string | null; restore: string | null };
  /** How long another drizzle-guard was waited for under the lock, in milliseconds; present where one was. */
  lockWait?: number;
  /** Why the database was not compared with what its migrations give, where something was taken back and it was not. */
  notVerified?: string;
  /** What was not as the migrations say before this run, where there is something. */
  olderDifferences?: string[];
}

export interface RollbackCommandResult extends CommandResult<RollbackResult> {
  dryRun: boolean;
}

/**
 * Takes the last migrations of a database back, the newest first, each in one go with its row in the ledger. The SQL was
 * run on a throw-away database before: up, down and up again. What takes data with it wants somebody's consent.
 */
export async function rollback(options: RollbackOptions): Promise<RollbackCommandResult> {
  const wish = wishOf(options);
  const workspace = await openWorkspace(options);
  if (workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `rollback is about one database, and this is about ${listOf(workspace.databases.map(({ name }) => name))}`,
      'add --database <name>; nothing was changed',
    );
  const dryRun = options.dryRun ?? false;
  const result = await overDatabases(
    'rollback',
    workspace.databases,
    (database): RollbackResult => ({
      ...emptyResult(database),
      ...{ notChecked: ['base'], environment: null, target: null, undone: [], ways: [] },
    }),
    (database, started) =>
      withLiveDatabase(workspace, database, 'rollback', options, started, async (live, connection) => {
        requireFolder(live.history, database);
        const findings = inTheWayOfRollback(live);
        if (!connection || findings.some(({ severity }) => severity === 'error'))
          return { findings, hint: undefined };
        return {
          findings,
          hint: undefined,
          ...(await takeBack({ workspace, database, options, wish, live, connection, dryRun })),
        };
      }),
    { onWork: options.onWork },
  );
  return { ...result, dryRun };
}

interface Asked {
  workspace: Workspace;
  database: Database;
  options: RollbackOptions;
  wish: ReturnType<typeof wishOf>;
  live: LiveDatabase;
  connection: Connection;
  dryRun: boolean;
}

async function takeBack(asked: Asked): Promise<Partial<RollbackResult>> {
  const { workspace, database, options, wish, live, connection, dryRun } = asked;
  const { root, tree, session, configuration } = workspace;
  const onWork = (what: string) => options.onWork?.(`${database.name}: ${what}`);
  const taken = toTakeBack(live, wish);
  if (taken.length === 0) return {};
  const history = await readHistory(tree, live.settings.out);
  const { ways, given } = await withEvaluator(session, database, (evaluator) =>
    findWays(
      live,
      connection,
      {
        ...{ tree, history, evaluator, dialect: live.settings.dialect },
        folder: path.join(root, database.dir),
      },
      taken,
      { measures: dryRun, onWork },
    ),
  );
  const told = ways.map(toldOf);
  const closed = whyClosed(ways, history);
  if (closed) return { ways: told, error: failureOf(closed) };
  const undo = ways.filter(isOpen).map(undoOf);
  const planner = (now: LiveDatabase) => planRollback(now, wish, { undo, given });
  const hooks = {
    onWork,
    onUndone: (one: AppliedMigration) => options.onUndone?.(database.name, one),
    shouldStop: options.shouldStop,
  };
  if (dryRun) return { ways: told, ...resultOf(await foreseeRun(live, connection, planner, hooks)) };
  try {
    await requireAgreement(asked, ways);
    const demands = demandsOf(workspace, database, options.cwd);
    const ran = await runPlanned(live, connection, planner, hooks, demands);
    const environment = live.policy.environment;
    if (configuration.environments[environment]?.remember) await remember(workspace, ran);
    return { ways: told, ...resultOf(ran) };
  } catch (thrown) {
    return { ways: told, error: failureOf(thrown) };
  }
}

/** @throws GuardError `lossy-rollback`, `not-confirmed`, `cancelled` */
async function requireAgreement(
  { options, database, live, wish }: Asked,
  ways: readonly Way[],
): Promise<void> {
  const lines = toBeAccepted(ways);
  if (lines.length === 0) return;
  const about = { database: database.name, environment: live.policy.environment };
  const of = wish.to === undefined ? ` ${wish.steps}` : ` --to ${shellWord(wish.to)}`;
  const command = `drizzle-guard rollback${of} --database ${shellWord(about.database)} --environment ${shellWord(about.environment)}`;
  // Who is asked at a terminal is told there what goes.
  if (!options.acceptLoss && (!options.ask || options.yes !== undefined))
    throw notAccepted(lines, command, nameOfTarget(about));
  options.onWork?.(null);
  const question = `This takes ${listOf(ways.map(({ migration }) => migration))} back in ${live.target.description} (${about.environment}), and with that:${listed(lines)}\n`;
  await requireConsent(about, options, question, `${command} --accept-loss`);
}

function undoOf({ migration, row, down, losses }: Way & { down: NonNullable<Way['down']> }): Undo {
  const { statements, hash } = down;
  return { migration, row, statements, hash, losses };
}
