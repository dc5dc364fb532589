import type { Failure } from '../../errors/failure';
import { judgeDatabase } from '../../judging/judge';
import { errorIn } from '../../judging/judgement';
import type { Session } from '../../judging/session';
import type { Folder } from '../../results/judged';
import type { Database } from '../../workspace/discover';
import { rebasingIn, stateOf, type Setting } from './find-setting';
import { emptyPlan, planDatabase, type PlanOptions, type RebasePlan } from './plan-database';
import { settleConflicts } from './settle-conflicts';

/** What is to be done to one database; or why it is not known where its migrations lie. */
export type Move = { folder: Folder; plan: RebasePlan } | { folder: null; error: Failure };

/** Plans what puts one database's migrations in order, and settles what git has left of them in its operation. */
export async function planMove(
  session: Session,
  setting: Setting,
  database: Database,
  options: PlanOptions,
): Promise<Move> {
  const judgement = await judgeDatabase(session, stateOf(session.root, setting), database);
  const { folder } = judgement;
  if (!folder) return { folder, error: errorIn(judgement)! };
  const rebasing = await rebasingIn(session, setting, database, folder);
  if ('reason' in rebasing) return { folder, plan: emptyPlan({ database, folder }, [rebasing]) };
  const plan = await planDatabase(rebasing, options);
  if (setting.kind !== 'operation' || plan.refused.length > 0) return { folder, plan };
  return { folder, plan: { ...plan, files: await settleConflicts(rebasing, plan.files) } };
}
