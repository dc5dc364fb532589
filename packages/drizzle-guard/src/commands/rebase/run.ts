import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { findGitDir } from '../../git/git-dir';
import { bareFolder, requireInside } from '../../judging/bare-folder';
import { openWorkspace, type DatabaseOptions, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import * as reading from '../../judging/reading';
import { openSession, type Session } from '../../judging/session';
import { findSetting, stateOf, type Setting } from '../../rebase/effects/find-setting';
import { planDatabase } from '../../rebase/effects/plan-database';
import { emptyPlan, isRegeneration, type RebasePlan } from '../../rebase/effects/rebase-plan';
import { planMove } from '../../rebase/effects/plan-move';
import type { Rebasing } from '../../rebase/effects/rebasing';
import { takeBackUnfinished } from '../../rebase/effects/unfinished';
import type { State } from '../../sources/state';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { findRoot } from '../../workspace/root';
import type { Values } from '../define-command';
import { carryOut } from './carry-out';
import type { RebaseCommandResult, RebaseResult } from './result';
import type { rebaseOptions } from './row';

export interface RebaseOptions extends DatabaseOptions, Values<typeof rebaseOptions> {}

/**
 * Moves the migrations that have not landed after those of the other side: of all databases or, where anything is refused or
 * fails, of none. Nothing is committed.
 *
 * @throws GuardError `no-repository`, `no-base`, `not-committed`, `cannot-write`, and what `openWorkspace` throws
 */
export async function rebase(options: RebaseOptions): Promise<RebaseCommandResult> {
  refuseTogether(options);
  const root = findRoot(options.cwd);
  const gitDir = findGitDir(root);
  if (gitDir === null)
    throw new GuardError(
      'no-repository',
      `${root} is in no git repository, so there is no other side after whose migrations yours could go`,
      'run it in the repository of the migrations; nothing was written',
    );
  const wasUnfinished = await takeBackUnfinished(root, gitDir);
  const session = openSession(root, gitDir, { reading: async () => reading });
  try {
    const setting = await findSetting(session, options.onto);
    const workspace = await workspaceAt(session, options, stateOf(root, setting));
    const plans = new Map<string, RebasePlan>();
    const plan = async (database: Database, started: RebaseResult) => {
      const planned = await planOne({ session, setting, workspace }, database, started, options);
      if (planned) plans.set(database.name, planned);
    };
    const planned = await overDatabases('rebase', workspace.databases, untouched, plan, options);
    const { dryRun = false } = options;
    const notes = wasUnfinished ? { notes: [TAKEN_BACK] } : {};
    return await carryOut(session, setting, { ...planned, ...notes, dryRun }, plans, options);
  } finally {
    session.close();
  }
}

function refuseTogether({ regenerate, dropDuplicates, migrations, environment }: RebaseOptions): void {
  if (migrations !== undefined && environment !== undefined)
    throw new GuardError(
      'usage',
      '--environment needs a drizzle config, which a bare folder does not have',
      'leave one of them out; nothing was written',
    );
  if (!regenerate || (!dropDuplicates && migrations === undefined)) return;
  throw new GuardError(
    'usage',
    dropDuplicates
      ? '--regenerate leaves all of yours out, and --drop-duplicates statements of them: not both at once'
      : '--regenerate needs the schema, which a bare folder does not have',
    'leave one of them out; nothing was written',
  );
}

const TAKEN_BACK = 'an earlier rebase was ended before it had written all: that was taken back first';

async function workspaceAt(session: Session, options: RebaseOptions, at: State): Promise<Workspace> {
  const { migrations, cwd } = options;
  if (migrations === undefined) return openWorkspace(options, session, at);
  const folder = bareFolder(session.root, cwd, migrations);
  requireInside(session.root, folder);
  const terms = await session.terms(at);
  const one = { databases: [folder], names: [folder.name], notes: [], unseen: {} };
  return { ...terms, ...one, root: session.root, session, tree: await session.tree(at) };
}

interface Rebase {
  session: Session;
  setting: Setting;
  workspace: Workspace;
}

function untouched(database: Database): RebaseResult {
  return { ...emptyResult(database), moved: [], dropped: [], edits: [], removed: [], refused: [], notes: [] };
}

/** Null where it is not known where the migrations lie: the result says why then. */
async function planOne(
  { session, setting, workspace }: Rebase,
  database: Database,
  started: RebaseResult,
  options: RebaseOptions,
): Promise<RebasePlan | null> {
  const move = await planMove(session, setting, database, (rebasing) =>
    planAsked(rebasing, workspace, options),
  );
  if (!move.folder) {
    started.error = move.error;
    return null;
  }
  const { folder, plan } = move;
  Object.assign(started, { dialect: folder.dialect, layout: folder.layout });
  const { moved, dropped, refused, notes, notProved } = plan;
  Object.assign(started, { moved, dropped, refused, notes });
  if (isRegeneration(plan) && plan.replaced.length > 0)
    Object.assign(started, { regenerated: { replaced: plan.replaced, generated: [] } });
  if (notProved !== null) Object.assign(started, { notProved, notChecked: ['replay'] });
  if (refused.length > 0) started.error = failureOf(refusal(database, refused));
  return plan;
}

async function planAsked(
  rebasing: Rebasing,
  workspace: Workspace,
  { environment, dropDuplicates = false, dryRun = false, regenerate = false }: RebaseOptions,
): Promise<RebasePlan> {
  if (environment !== undefined && rebasing.mine.tags.length > 0) {
    const { recordedIn } = await import('../../rebase/effects/recorded-in');
    const recorded = await recordedIn(rebasing, workspace, environment);
    if (recorded.length > 0) return emptyPlan(rebasing, recorded);
  }
  if (regenerate) return (await import('../../rebase/effects/plan-regeneration')).planRegeneration(rebasing);
  return planDatabase(rebasing, { dropDuplicates, shadow: !dryRun });
}

function refusal({ name }: Database, refused: RebaseResult['refused']): GuardError {
  const about = listOf([...new Set(refused.flatMap(({ migration }) => migration ?? []))]);
  const reasons = refused.map(({ migration, reason }) => `  ${migration ? `${migration}: ` : ''}${reason}`);
  return new GuardError(
    'rebase-refused',
    [
      `${about === '' ? `the migrations of ${name}` : about} cannot be moved; nothing was written`,
      ...reasons,
    ].join('\n'),
    [...new Set(refused.map(({ help }) => help))].join('; '),
  );
}
