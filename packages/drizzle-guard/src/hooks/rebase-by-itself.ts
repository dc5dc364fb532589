import path from 'node:path';
import { wordsOf } from '../errors/words-of';
import { commitOf } from '../git/base';
import { unstagedAmong } from '../git/stage';
import { baseIn, type GoingOn } from '../judging/going-on';
import { openSession } from '../judging/session';
import type { Setting } from '../rebase/effects/find-setting';
import type { Files } from '../rebase/effects/place-files';
import { planDatabase } from '../rebase/effects/plan-database';
import type { RebasePlan } from '../rebase/effects/rebase-plan';
import { planMove } from '../rebase/effects/plan-move';
import { takeBackUnfinished } from '../rebase/effects/unfinished';
import { writePlans } from '../rebase/effects/write-plans';
import type { HookResult, ToldDatabase } from '../results/hook-result';
import type { Commit } from '../sources/state';
import { millisecondsOf } from '../text/duration';
import { listOf } from '../text/words';
import type { Configuration } from '../workspace/configuration';
import type { HookCall } from './hook';

/** What a hook says in the end. */
export interface Settled {
  result: HookResult;
  /** Whether anything was written and staged. */
  isWritten: boolean;
  /** What was moved, in words. */
  moved: string[];
}

/**
 * Where the migrations of two sides stop a merge, and the commit that is left permits it, does what would be typed next:
 * moves those that have not landed, stages that and judges again. Where anything is refused nothing is written, and the
 * merge stays stopped: nobody looks at what is done here, so it has to be proved that the two go together.
 *
 * @param again judges the index anew
 */
export async function rebaseByItself(
  call: HookCall,
  going: GoingOn,
  stopped: HookResult,
  again: (call: HookCall) => Promise<HookResult>,
): Promise<Settled> {
  const left: Settled = { result: stopped, isWritten: false, moved: [] };
  const stopping = stopped.databases.filter(isStopping);
  if (stopping.length === 0 || !stopping.every(isMovable)) return left;
  const head: Commit = { kind: 'commit', commit: commitOf(call.root, 'HEAD')!, label: 'HEAD' };
  // Where that cannot be read it permits nothing.
  const configuration = await call.session.terms(head).then(
    (terms) => terms.configuration,
    () => null,
  );
  if (configuration?.onMerge !== 'rebase') return left;
  await takeBackUnfinished(call.root, call.gitDir);
  const names = stopping.map(({ name }) => name);
  const planned = await plansOf(call, going, names, head, configuration);
  const why = 'refused' in planned ? planned.refused : await carryOut(call, planned);
  if (why.length > 0 || 'refused' in planned) {
    const notes = [...stopped.notes, `not moved by themselves: ${why.join('; ')}`];
    return { ...left, result: { ...stopped, notes } };
  }
  const session = openSession(call.root, call.gitDir, { inHook: true });
  try {
    const result = await again({ ...withoutStaged(call), session });
    const notes = planned.plans.flatMap(wordsOn);
    const moved = planned.plans.flatMap(movedIn);
    return { result: { ...result, notes: [...notes, ...result.notes] }, isWritten: true, moved };
  } finally {
    session.close();
  }
}

function isStopping({ blocking, failure, excuse }: ToldDatabase): boolean {
  return blocking.length > 0 || (failure !== null && !excuse);
}

/** Whether the way on is to move them. */
function isMovable({ next }: ToldDatabase): boolean {
  return next?.steps.some((step) => step.startsWith('drizzle-guard rebase ')) ?? false;
}

/** What is staged in another one is not in git's own, or not before the commit is made (git 2.39, builtin/commit.c). */
function isOwnIndex(): boolean {
  return path.basename(process.env['GIT_INDEX_FILE'] ?? 'index') === 'index';
}

interface Planned {
  setting: Setting;
  plans: RebasePlan[];
}

/** What is to be done to these databases; or why it is done to none of them. */
async function plansOf(
  { session }: HookCall,
  going: GoingOn,
  names: readonly string[],
  head: Commit,
  { proofLimit }: Configuration,
): Promise<Planned | { refused: string[] }> {
  if (!isOwnIndex())
    return {
      refused: ['`commit --all` and `commit <path>` have an index of their own, which is gone afterwards'],
    };
  const { databases } = await session.workspace(head);
  const setting: Setting = { kind: 'operation', going, base: await baseIn(session, head, going) };
  const limit = millisecondsOf(proofLimit);
  const plans: RebasePlan[] = [];
  const refused: string[] = [];
  for (const name of names) {
    const database = databases.find((one) => one.name === name);
    if (!database) {
      refused.push(`${name} is none of the databases of the commit that is left`);
      continue;
    }
    try {
      const move = await planMove(session, setting, database, (rebasing) =>
        planDatabase(rebasing, { dropDuplicates: false, shadow: true, limit }),
      );
      if (!move.folder) refused.push(`${name}: ${move.error.message}`);
      else plans.push(move.plan);
    } catch (thrown) {
      refused.push(`${name}: ${wordsOf(thrown)}`);
    }
  }
  refused.push(...plans.flatMap(whyNot));
  return refused.length > 0 ? { refused } : { setting, plans };
}

/** Writes and stages it. @returns why not; then all is as it was */
async function carryOut({ root, gitDir }: HookCall, { setting, plans }: Planned): Promise<string[]> {
  const files: Files = new Map(plans.flatMap((plan) => [...plan.files]));
  const unstaged = unstagedAmong(root, [...files.keys()]);
  if (unstaged.length > 0) return [`${listOf(unstaged)} would be written over, and is not staged`];
  try {
    await writePlans({ root, gitDir }, setting, files);
    return [];
  } catch (thrown) {
    return [wordsOf(thrown)];
  }
}

function whyNot({ database: { name }, refused, notProved }: RebasePlan): string[] {
  if (refused.length > 0)
    return refused.map(({ migration, reason }) => `${name}: ${migration ? `${migration}: ` : ''}${reason}`);
  return notProved === null ? [] : [`${name}: it was not run that they go together: ${notProved}`];
}

/** What a commit would change is something else now. */
function withoutStaged({ staged: _staged, ...call }: HookCall): HookCall {
  return call;
}

function movedIn({ moved }: RebasePlan): string[] {
  return moved.map(({ from, to }) => `${from} → ${to}`);
}

function wordsOn(plan: RebasePlan): string[] {
  const { database, notes } = plan;
  const moved = movedIn(plan);
  const said =
    moved.length > 0 ? `moved ${moved.join(', ')}` : 'nothing to move; what git left in conflict is settled';
  return [said, ...notes].map((line) => `${database.name}: ${line}`);
}
