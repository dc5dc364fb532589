import { findGitDir } from '../../git/git-dir';
import { concluding, type GoingOn } from '../../judging/going-on';
import { newFindings } from '../../judging/news-of';
import { judgeDatabase } from '../../judging/judge';
import type { DatabaseOptions } from '../../judging/open-workspace';
import { resultOf } from '../../judging/result-of';
import { openSession, type Session } from '../../judging/session';
import type { Setting } from '../../rebase/effects/find-setting';
import { differingFrom, type Files } from '../../rebase/effects/place-files';
import type { RebasePlan } from '../../rebase/effects/plan-database';
import { leftInConflict, writePlans } from '../../rebase/effects/write-plans';
import { exitCodeOf } from '../../results/command-result';
import type { State } from '../../sources/state';
import { workTree } from '../../sources/work-tree';
import { shellWord } from '../../text/shell-word';
import { folderOf } from '../../text/paths';
import type { RebaseCommandResult, RebaseResult } from './result';

/** Writes all plans, or none where one of them is refused or failed; and looks at what is there then. */
export async function carryOut(
  session: Session,
  setting: Setting,
  planned: RebaseCommandResult,
  plans: ReadonlyMap<string, RebasePlan>,
  options: DatabaseOptions,
): Promise<RebaseCommandResult> {
  const { root } = session;
  if (exitCodeOf(planned) === 2)
    return {
      ...planned,
      databases: planned.databases.map((one) => ({ ...one, moved: [], dropped: [], edits: [] })),
    };
  const files: Files = new Map([...plans.values()].flatMap((plan) => [...plan.files]));
  const differing = await differingFrom(files, workTree(root));
  const told = (edits: readonly string[]) => ({
    ...planned,
    databases: planned.databases.map((one) => ({
      ...one,
      edits: edits.filter((file) => plans.get(one.name)!.files.has(file)),
    })),
  });
  const isMoving = planned.databases.some(({ moved, dropped }) => moved.length + dropped.length > 0);
  if (planned.dryRun) return told([...differing.keys()].sort());
  if (files.size === 0 || (setting.kind === 'ahead' && !isMoving)) return planned;
  options.onWork?.('writing the migrations');
  const written = told(await writePlans(root, setting, files));
  const open = leftInConflict(root, setting);
  const databases =
    open.length > 0
      ? written.databases.map(unseen)
      : await seenAfter(root, setting, written.databases, plans, options);
  return { ...written, databases, next: nextAfter(setting, written.databases, open) };
}

/** What the schema says is not known while its files are in conflict. */
function unseen(result: RebaseResult): RebaseResult {
  return { ...result, notChecked: [...result.notChecked, 'schema'] };
}

/** With what is found in the files as they are now, and neither side had. */
async function seenAfter(
  root: string,
  setting: Setting,
  results: readonly RebaseResult[],
  plans: ReadonlyMap<string, RebasePlan>,
  { onWork }: DatabaseOptions,
): Promise<RebaseResult[]> {
  const session = openSession(root, findGitDir(root));
  const at: State = { kind: setting.kind === 'behind' ? 'worktree' : 'index' };
  try {
    const seen: RebaseResult[] = [];
    const { configuration, baseline } = await session.terms(at);
    for (const result of results) {
      const plan = plans.get(result.name)!;
      if (result.edits.length === 0) {
        seen.push(result);
        continue;
      }
      onWork?.(`${result.name}: looking at what is there now`);
      const judgement = await judgeDatabase(session, at, plan.database);
      const accepted = { waivers: configuration.waivers, baseline };
      const { findings, notChecked, error } = resultOf(judgement, accepted, configuration.checks);
      seen.push({
        ...result,
        findings: newFindings(findings, [plan.known]),
        notChecked: [...new Set([...result.notChecked, ...notChecked.filter((what) => what !== 'base')])],
        ...(error ? { error } : {}),
      });
    }
    return seen;
  } finally {
    session.close();
  }
}

/** What is typed next: what concludes git's operation, or records what was written. */
function nextAfter(setting: Setting, results: readonly RebaseResult[], open: readonly string[]): string[] {
  const edits = results.flatMap(({ edits: own }) => own);
  if (setting.kind === 'behind') {
    const folders = [...new Set(edits.map((file) => folderOf(file).replace(/\/meta$/, '')))];
    return edits.length === 0 ? [] : [`git add ${folders.map(shellWord).join(' ')}`, 'git commit'];
  }
  const going: GoingOn | null = setting.kind === 'operation' ? setting.going : null;
  const conclude = going ? concluding(going, false) : 'git commit --no-edit';
  return [...(open.length > 0 ? [`git add ${open.map(shellWord).join(' ')}`] : []), conclude];
}
