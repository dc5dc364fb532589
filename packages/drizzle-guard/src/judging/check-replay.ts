import { findingsAbout, type Severities } from '../rules/run';
import { hasShadow } from '../database/shadow/drivers';
import type { History } from '../history/history';
import { judgeReplay } from '../replay/judge-replay';
import { buildStatements } from '../schema/build-statements';
import { offlineEnvironment } from '../process/variables';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import { kitLayoutAt } from '../schema/kit';
import type { Tree } from '../sources/tree';
import type { CheckResult } from './check-folder';
import { sequenceFaults } from './preflight';
import { listOf } from '../text/words';

export interface ReplayPlace {
  /** Where drizzle-kit and the shadow's driver are resolved, absolute; the evaluator's. */
  folder: string;
  evaluator: Evaluator;
}

/**
 * Adds to a result whether the SQL of its migrations gives what their snapshots say; or that it was not looked at, and
 * why.
 * @throws GuardError `replay-failed`, and what else keeps the SQL from being run
 */
export async function checkReplay(
  tree: Tree,
  history: History,
  checks: Severities,
  { folder, evaluator }: ReplayPlace,
  result: CheckResult,
): Promise<void> {
  const notProved = (why: string) => {
    result.notChecked = [...result.notChecked, 'replay'];
    result.notProved = why;
  };
  const { dialect } = result;
  const faults = sequenceFaults(history, result.name).map(({ code }) => code);
  if (faults.length > 0)
    return notProved(`${listOf([...new Set(faults)])}: it is not known what would be run`);
  if (history.migrations.length === 0) return;
  if (!hasShadow(dialect)) return notProved(`there is no shadow for ${dialect ?? 'an unknown dialect'} yet`);
  const options = { dialect, folders: [folder, __dirname] };
  const { error, isCompared, ...facts } = await judgeReplay(tree, history, options, (until) =>
    buildStatements(tree, until, dialect, folder, evaluator),
  );
  result.findings = [...result.findings, ...findingsAbout('replay', facts, result.name, checks)];
  if (error) throw error;
  if (!isCompared) notProved('no snapshot says what all migrations together give');
}

/**
 * The same for a bare folder, with the first drizzle-kit that works in its layout: of the folder and what is above it, of
 * the current folder, or beside this tool.
 */
export async function checkReplayOfFolder(
  tree: Tree,
  history: History,
  checks: Severities,
  folders: readonly string[],
  result: CheckResult,
): Promise<void> {
  const places = [...folders, __dirname];
  const folder =
    places.find((place) => kitLayoutAt(place) === history.layout) ?? places.find(kitLayoutAt) ?? places[0]!;
  const evaluator = startEvaluator(folder, offlineEnvironment(process.env));
  try {
    await checkReplay(tree, history, checks, { folder, evaluator }, result);
  } finally {
    await evaluator.close();
  }
}
