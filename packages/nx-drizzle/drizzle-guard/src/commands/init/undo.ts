import { writeEdits } from '../../files/write-edits';
import { openGit } from '../../git/simple-git';
import { finishUndo } from '../../init/effects/finish-undo';
import { planUndo, type UndoEdits } from '../../init/plan-undo';
import { readRepository, type InitResult, type PlanInitOptions } from './run';

/** What taking init out would do to a repository. Nothing is written. */
export interface UndoPlan extends UndoEdits {
  /** Absolute; the edits' paths begin here. */
  root: string;
}

export interface UndoInitOptions extends Pick<PlanInitOptions, 'cwd' | 'filesAt'> {
  dryRun?: boolean;
  /** Told of the plan before anything is written. */
  onPlan?: (plan: UndoPlan) => void;
}

/**
 * Plans to take out what init has put into the repository around `cwd`, and nothing else.
 * @throws GuardError what `planInit` throws
 */
export async function planUndoInit(options: Pick<UndoInitOptions, 'cwd' | 'filesAt'>): Promise<UndoPlan> {
  const { root, facts, configuration } = await readRepository(options);
  return { root, ...planUndo(facts, root, configuration) };
}

/**
 * Takes init out: plans, tells the plan, and carries it out (unless `dryRun`). Run again, it finds nothing to do.
 * @throws GuardError what `planUndoInit` throws, before anything is written; `cannot-write`, `git-failed`
 */
export async function undoInit(options: UndoInitOptions): Promise<InitResult> {
  const plan = await planUndoInit(options);
  options.onPlan?.(plan);
  if (!options.dryRun) {
    writeEdits(plan.root, plan.edits, 'drizzle-guard init --undo');
    await carryOutUndo(plan);
  }
  return {
    command: 'init',
    exitCode: 0,
    dryRun: options.dryRun ?? false,
    undo: true,
    edits: plan.edits.map(({ file, after, why }) => ({ file, isNew: false, isDeleted: after === null, why })),
    advice: plan.advice,
    next: plan.next,
    databases: [],
  };
}

/** What is left to do once the edits of a plan are written. */
export async function carryOutUndo(plan: UndoPlan): Promise<void> {
  await finishUndo(await openGit(plan.root), plan.root, plan);
}
