import { findGitDir } from '../../git/git-dir';
import type { DatabaseOptions } from '../../judging/open-workspace';
import type { Place, Session } from '../../judging/session';
import type { Setting } from '../../rebase/effects/find-setting';
import { differingFrom, type Files } from '../../rebase/effects/place-files';
import { isRegeneration, type RebasePlan, type RegenerationPlan } from '../../rebase/effects/rebase-plan';
import { leftInConflict, writePlans } from '../../rebase/effects/write-plans';
import { exitCodeOf } from '../../results/command-result';
import { workTree } from '../../sources/work-tree';
import type { RebaseCommandResult, RebaseResult } from './result';

/** Writes all plans, or none where one of them is refused or failed; and looks at what is there then. */
export async function carryOut(
  session: Session,
  setting: Setting,
  planned: RebaseCommandResult,
  plans: ReadonlyMap<string, RebasePlan>,
  options: DatabaseOptions & { regenerate?: boolean },
): Promise<RebaseCommandResult> {
  const { root } = session;
  const place = { root, gitDir: findGitDir(root)! };
  if (exitCodeOf(planned) === 2) {
    const unmoved = planned.databases.map(unwritten);
    const { toGoOnAgain } = await import('./next');
    return { ...planned, databases: await toGoOnAgain(session, setting, options.cwd, unmoved, plans) };
  }
  const files: Files = new Map([...plans.values()].flatMap((plan) => [...plan.files]));
  const told = (edits: readonly string[]) =>
    planned.databases.map((one) => {
      const own = edits.filter((file) => plans.get(one.name)!.files.has(file));
      return { ...one, edits: own, removed: own.filter((file) => files.get(file) === null) };
    });
  if (planned.dryRun) {
    const differing = await differingFrom(files, workTree(root));
    return { ...planned, databases: told([...differing.keys()].sort()) };
  }
  const isMoving = planned.databases.some(
    ({ moved, dropped, regenerated }) => moved.length + dropped.length > 0 || regenerated,
  );
  if (files.size === 0 || (setting.kind === 'ahead' && !isMoving)) return planned;
  options.onWork?.('writing the migrations');
  const written = options.regenerate
    ? await regenerated(place, setting, files, planned.databases, plans, options)
    : told(await writePlans(place, setting, files));
  const isOpen = leftInConflict(root, setting).length > 0;
  const { seenAfter, unseen } = await import('./seen-after');
  const seen = isOpen ? written.map(unseen) : await seenAfter(root, setting, written, plans, options);
  const { toGoOn } = await import('./next');
  return { ...planned, databases: toGoOn(root, setting, options.cwd, seen, plans) };
}

/** What was planned for one database, where another one is refused. */
function unwritten({ regenerated, ...one }: RebaseResult): RebaseResult {
  const isMoving = one.moved.length + one.dropped.length > 0 || regenerated !== undefined;
  return { ...one, moved: [], dropped: [], ...(isMoving && !one.error ? { waits: true } : {}) };
}

async function regenerated(
  place: Place,
  setting: Setting,
  files: Files,
  results: readonly RebaseResult[],
  plans: ReadonlyMap<string, RebasePlan>,
  options: DatabaseOptions,
): Promise<RebaseResult[]> {
  const { regenerate } = await import('./regenerate');
  const wanted = new Map<string, RegenerationPlan>();
  for (const [name, plan] of plans) if (isRegeneration(plan)) wanted.set(name, plan);
  const { edits, generated } = await regenerate(place, setting, files, wanted, options);
  return results.map((one) => {
    const made = generated.get(one.name) ?? [];
    const { out, files: planned } = plans.get(one.name)!;
    const own = edits.filter((file) => planned.has(file) || file.startsWith(`${out}/`));
    const removed = own.filter((file) => files.get(file) === null);
    const tags = made.map(({ migration }) => migration);
    const told = one.regenerated ? { regenerated: { ...one.regenerated, generated: tags } } : {};
    return { ...one, ...told, edits: own, removed };
  });
}
