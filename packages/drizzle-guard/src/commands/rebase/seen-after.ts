import { findGitDir } from '../../git/git-dir';
import { judgeDatabase } from '../../judging/judge';
import { newFindings } from '../../judging/news-of';
import type { DatabaseOptions } from '../../judging/open-workspace';
import { resultOf } from '../../judging/result-of';
import { openSession } from '../../judging/session';
import type { Setting } from '../../rebase/effects/find-setting';
import type { RebasePlan } from '../../rebase/effects/rebase-plan';
import type { State } from '../../sources/state';
import type { RebaseResult } from './result';

/** What the schema says is not known while its files are in conflict. */
export function unseen(result: RebaseResult): RebaseResult {
  return { ...result, notChecked: [...result.notChecked, 'schema'] };
}

/** With what is found in the files as they are now, and neither side had. */
export async function seenAfter(
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
      const { database, known } = plans.get(result.name)!;
      if (result.edits.length === 0) {
        seen.push(result);
        continue;
      }
      onWork?.(`${result.name}: looking at what is there now`);
      const judgement = await judgeDatabase(session, at, database);
      const accepted = { waivers: configuration.waivers, baseline };
      const { findings, notChecked, error } = resultOf(judgement, accepted, configuration.checks);
      seen.push({
        ...result,
        findings: newFindings(findings, [known()]),
        notChecked: [...new Set([...result.notChecked, ...notChecked.filter((what) => what !== 'base')])],
        ...(error ? { error } : {}),
      });
    }
    return seen;
  } finally {
    session.close();
  }
}
