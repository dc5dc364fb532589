import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { findGitDir } from '../../git/git-dir';
import { bareFolder, requireInside } from '../../judging/bare-folder';
import { openWorkspace, type DatabaseOptions } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { openSession, type Session } from '../../judging/session';
import { findSetting, stateOf, type Setting } from '../../rebase/effects/find-setting';
import type { RebasePlan } from '../../rebase/effects/plan-database';
import { planMove } from '../../rebase/effects/plan-move';
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
  const root = findRoot(options.cwd);
  const gitDir = findGitDir(root);
  if (gitDir === null)
    throw new GuardError(
      'no-repository',
      `${root} is in no git repository, so there is no other side after whose migrations yours could go`,
      'run it in the repository of the migrations; nothing was written',
    );
  const session = openSession(root, gitDir);
  try {
    const setting = await findSetting(session, options.onto);
    const databases = await databasesIn(session, options, stateOf(root, setting));
    const plans = new Map<string, RebasePlan>();
    const plan = async (database: Database, started: RebaseResult) => {
      const planned = await planOne(session, setting, database, started, options);
      if (planned) plans.set(database.name, planned);
    };
    const planned = await overDatabases('rebase', databases, untouched, plan, options);
    const { dryRun = false } = options;
    return carryOut(session, setting, { ...planned, dryRun }, plans, options);
  } finally {
    session.close();
  }
}

async function databasesIn(session: Session, options: RebaseOptions, at: State): Promise<Database[]> {
  const { migrations, cwd } = options;
  if (migrations === undefined) return (await openWorkspace(options, session, at)).databases;
  const folder = bareFolder(session.root, cwd, migrations);
  requireInside(session.root, folder);
  return [folder];
}

function untouched(database: Database): RebaseResult {
  return { ...emptyResult(database), moved: [], dropped: [], edits: [], removed: [], refused: [], notes: [] };
}

/** Null where it is not known where the migrations lie: the result says why then. */
async function planOne(
  session: Session,
  setting: Setting,
  database: Database,
  started: RebaseResult,
  { dropDuplicates = false, dryRun = false }: RebaseOptions,
): Promise<RebasePlan | null> {
  const move = await planMove(session, setting, database, { dropDuplicates, shadow: !dryRun });
  if (!move.folder) {
    started.error = move.error;
    return null;
  }
  const { folder, plan } = move;
  Object.assign(started, { dialect: folder.dialect, layout: folder.layout });
  const { moved, dropped, refused, notes, notProved } = plan;
  Object.assign(started, { moved, dropped, refused, notes });
  if (notProved !== null) Object.assign(started, { notProved, notChecked: ['replay'] });
  if (refused.length > 0) started.error = failureOf(refusal(database, refused));
  return plan;
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
