import path from 'node:path';
import type { Runnable } from '../../apply/read-migrations';
import type { Shadow } from '../../engines/shadow/shadow';
import type { Workspace } from '../../judging/open-workspace';
import { withEvaluator } from '../../judging/with-evaluator';
import type { Rehearsal } from '../../rehearsal/rehearse';
import type { Folder } from '../../rollback/effects/find-down';
import { rehearseBack, type WayBackKnown } from '../../rollback/effects/rehearse-back';
import type { Database } from '../../workspace/discover';

/**
 * How each migration of a rehearsal would be taken back; [] where something fails before.
 * @param open opens a shadow that stands before the first of them
 */
export async function wayBack(
  { root, session }: Workspace,
  database: Database,
  about: Pick<Folder, 'tree' | 'history' | 'dialect'>,
  { migrations, notReached }: Rehearsal,
  mine: readonly Runnable[],
  open: () => Promise<Shadow>,
): Promise<WayBackKnown[]> {
  if (mine.length === 0 || notReached.length > 0 || migrations.some(({ failure }) => failure)) return [];
  const folder = path.join(root, database.dir);
  return withEvaluator(session, database, (evaluator) =>
    rehearseBack({ ...about, folder, evaluator }, mine, open),
  );
}
