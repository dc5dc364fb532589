import { conflictsBetween } from '../../judging/branch-conflicts';
import { isInPlace, mayNotStay, movingIn } from '../moving';
import { faultsIn, unreadIn } from './faults-in';
import { filesInPlace } from './place-files';
import { planBehind } from './plan-behind';
import { ownIn, readSteps, strayIn, type Held } from './read-steps';
import { emptyPlan, type PlanOptions, type RebasePlan } from './rebase-plan';
import type { Rebasing } from './rebasing';
import { readMoving, rulingOnMove } from './ruling-on-move';

/** Plans the move of one database's migrations behind theirs. Where anything is refused, no file is planned. */
export async function planDatabase(rebasing: Rebasing, options: PlanOptions): Promise<RebasePlan> {
  const { session, folder, mine: from, theirs: to } = rebasing;
  const heldAt = async (at: typeof from.at): Promise<Held> => ({
    tree: await session.tree(at),
    history: await session.history(at, folder.out),
  });
  const [mine, theirs] = [await heldAt(from.at), await heldAt(to.at)];
  const own = await ownIn(mine, theirs, from.tags);
  if (own.length === 0 || theirs.history.migrations.length === 0)
    return emptyPlan(rebasing, mine.history.migrations.length === 0 ? unreadIn(rebasing, mine) : []);
  const faults = faultsIn(rebasing, mine, theirs);
  if (faults.length > 0) return emptyPlan(rebasing, faults);
  const { layout } = theirs.history;
  if (layout === 'journal' && isInPlace(mine.history, theirs.history, own, Date.now()))
    return { ...emptyPlan(rebasing), files: await filesInPlace(mine, own) };
  const moving = movingIn(mine.history, theirs.history, own);
  // What is parsed of the one is so while git reads the other.
  const [read, texts] = await Promise.all([readSteps(mine, theirs, own), readMoving(mine, theirs, moving)]);
  if (layout === 'journal') {
    // Known before anything is run: what came beside it is told by what it continues.
    if ('refusals' in read) return emptyPlan(rebasing, read.refusals);
    const stray = strayIn(moving, to.name);
    if (stray) return emptyPlan(rebasing, [stray]);
  }
  const ruling = await rulingOnMove(rebasing, theirs, texts, options);
  const { checks } = (await session.terms(to.at)).configuration;
  const beside = async () => ({
    landed: theirs.history.migrations.filter(({ tag }) => to.isLanded(tag)),
    ruling,
    isRefused: (await conflictsBetween(mine, theirs)).length > 0,
    forbidsForks: checks['unmerged-fork'] === 'error',
  });
  if (layout === 'folders' && !mayNotStay(mine.history, theirs.history, moving, await beside()))
    return { ...emptyPlan(rebasing), notes: moving.theirs.length > 0 ? [STAYS] : [] };
  if ('refusals' in read) return emptyPlan(rebasing, read.refusals);
  return planBehind(rebasing, options, { mine, theirs, own, moving, steps: read.steps, ruling });
}

const STAYS =
  'yours stand beside theirs as they are: drizzle-kit 1.0 continues both with the next migration, and either order leads to the same';
