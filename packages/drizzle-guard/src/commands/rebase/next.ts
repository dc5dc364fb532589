import { operationAt } from '../../judging/going-on';
import { concludedHere } from '../../judging/in-operation';
import { againInOperation, type Open } from '../../judging/next-in-operation';
import type { Session } from '../../judging/session';
import type { Setting } from '../../rebase/effects/find-setting';
import type { RebasePlan } from '../../rebase/effects/rebase-plan';
import { folderOf } from '../../text/paths';
import { shellWord } from '../../text/shell-word';
import type { RebaseResult } from './result';

type Plans = ReadonlyMap<string, RebasePlan>;

/** With what is typed next: what concludes git's operation, or records what was written. */
export function toGoOn(
  root: string,
  setting: Setting,
  cwd: string,
  results: readonly RebaseResult[],
  plans: Plans,
): RebaseResult[] {
  if (setting.kind === 'behind') return results.map(toRecord);
  const going = operationAt(root, { kind: 'worktree' });
  if (!going) return [...results];
  const notes =
    setting.kind === 'ahead'
      ? [`the merge of ${setting.base.name} was begun for it: \`git merge --abort\` takes all of it back`]
      : [];
  const open = results.map(({ name }, at) => ({
    out: plans.get(name)!.out,
    next: written(at === 0 ? notes : []),
  }));
  const nexts = concludedHere(root, cwd, going, open);
  return results.map((result, at) => {
    const next = nexts[at];
    return next && next.steps.length > 0 ? { ...result, next } : result;
  });
}

/** All of it is written and staged. */
function written(notes: string[]): Open {
  return { notes, steps: [], isWhole: false, paths: [] };
}

function toRecord(result: RebaseResult): RebaseResult {
  if (result.edits.length === 0) return result;
  const folders = [...new Set(result.edits.map((file) => folderOf(file).replace(/(?:^|\/)meta$/, '')))];
  const adds = `git add ${folders.map((folder) => shellWord(folder || '.')).join(' ')}`;
  return { ...result, next: { notes: [], steps: [adds, 'git commit'] } };
}

/** With the way on in drizzle-kit's own manner where something was refused in the middle of an operation of git's. */
export async function toGoOnAgain(
  session: Session,
  setting: Setting,
  cwd: string,
  results: readonly RebaseResult[],
  plans: Plans,
): Promise<RebaseResult[]> {
  if (setting.kind !== 'operation') return [...results];
  const { going, base } = setting;
  const open: { out: string; next: Open | null }[] = [];
  for (const { name, refused } of results) {
    const plan = plans.get(name);
    const isAlone = refused.length > 0 && plan !== undefined;
    const stopped = { database: name, out: plan?.out ?? '', base, isBare: plan?.database.bare !== undefined };
    open.push({ out: stopped.out, next: isAlone ? await againInOperation(session, going, stopped) : null });
  }
  const nexts = concludedHere(session.root, cwd, going, open);
  return results.map((result, at) => (nexts[at] ? { ...result, next: nexts[at] } : result));
}
