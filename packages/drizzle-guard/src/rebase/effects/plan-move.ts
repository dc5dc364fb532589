import type { Failure } from '../../errors/failure';
import { judgeDatabase } from '../../judging/judge';
import { errorIn } from '../../judging/judgement';
import type { Session } from '../../judging/session';
import type { Folder } from '../../results/judged';
import type { Database } from '../../workspace/discover';
import { rebasingIn, stateOf, type Setting } from './find-setting';
import { emptyPlan, type RebasePlan } from './rebase-plan';
import type { Rebasing } from './rebasing';
import { settleConflicts } from './settle-conflicts';

/** What is to be done to one database; or why it is not known where its migrations lie. */
export type Move = { folder: Folder; plan: RebasePlan } | { folder: null; error: Failure };

/** Plans what puts one database's migrations in order, and settles what git has left of them in its operation. */
export async function planMove(
  session: Session,
  setting: Setting,
  database: Database,
  plan: (rebasing: Rebasing) => Promise<RebasePlan>,
): Promise<Move> {
  const judgement = await judgeDatabase(session, stateOf(session.root, setting), database);
  const { folder } = judgement;
  if (!folder) return { folder, error: errorIn(judgement)! };
  const rebasing = await rebasingIn(session, setting, database, folder);
  if ('reason' in rebasing) return { folder, plan: emptyPlan({ database, folder }, [rebasing]) };
  const planned = await plan(rebasing);
  if (setting.kind !== 'operation' || planned.refused.length > 0) return { folder, plan: planned };
  return { folder, plan: { ...planned, files: await settleConflicts(rebasing, planned.files) } };
}
