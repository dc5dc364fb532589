import { commitOf, findBase, type Base } from '../git/base';
import { gitLine } from '../git/git';
import type { Operation } from '../git/operation';
import { onlyIn, type History } from '../history/history';
import { shellWord } from '../text/shell-word';
import type { HookCall, HookDatabase, HookResult, MergeAdvice, Side } from './hook';
import { historyOf } from '../judging/history-of';
import { judgeChange } from './judge-change';
import { diffPaths } from './quick';
import { adviseOnMerge } from './merge-advice';
import { codesWith } from '../rules/codes';
import { listOf } from '../text/words';

/** Judges the result of a merge, which is in the index, against both sides. */
export async function judgeMerge(
  call: HookCall,
  hook: string,
  operation: Extract<Operation, { kind: 'merge' }>,
): Promise<HookResult> {
  const { root } = call;
  const head = commitOf(root, 'HEAD')!;
  const others = operation.others.map((commit) => ({ commit, label: nameOf(root, operation, commit) }));
  const [other] = others;
  const { databases, base, folders, notes } = await judgeChange(call, {
    state: { kind: 'index' },
    parents: () => [{ commit: head, label: 'HEAD' }, ...others],
    changed: [
      ...new Set([head, ...operation.others].flatMap((commit) => diffPaths(root, ['--cached', commit]))),
    ],
    againstBase: 'all',
    baseOf: (configured) =>
      findBase(root, undefined, configured) ??
      (other ? { name: other.label, commit: other.commit, assumed: true } : null),
    forkBlocks: false,
  });
  const ours = gitLine(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: root }) ?? 'HEAD';
  for (const database of databases)
    if (other && database.blocking.some(({ code }) => codesWith('two-sides').has(code)))
      database.merge = await sidesOf(call, database, folders[database.name]!, { head, ours, others, base });
  return { hook, databases: databases.map((database) => withoutForkWarning(database)), notes };
}

/** In a merge the fork itself is found; what a later merge with the base would do is no news. */
function withoutForkWarning(database: HookDatabase): HookDatabase {
  return { ...database, warnings: database.warnings.filter(({ code }) => code !== 'forked-history') };
}

interface Head {
  commit: string;
  label: string;
}

async function sidesOf(
  call: HookCall,
  database: HookDatabase,
  out: string,
  { head, ours, others, base }: { head: string; ours: string; others: Head[]; base: Base | null },
): Promise<MergeAdvice> {
  const historyAt = ({ commit, label }: Head) => historyOf(call, { kind: 'commit', commit, label }, out);
  const mine = await historyAt({ commit: head, label: 'HEAD' });
  const landed = base && !base.assumed ? await historyAt({ commit: base.commit, label: base.name }) : null;
  const isLanded = landed ? tagsOf(landed) : new Set<string>();
  const heads = [];
  for (const other of others) heads.push({ ...other, history: await historyAt(other) });
  const bringing = heads.filter(({ history }) => onlyIn(history, mine).length > 0);
  const [other] = bringing.length > 0 ? bringing : heads;
  const sideOf = (name: string, side: History, opposite: History) => ({
    name,
    migrations: onlyIn(side, opposite).map(({ tag }) => ({ tag, landed: isLanded.has(tag) })),
  });
  const sides = {
    ours: sideOf(ours, mine, other!.history),
    theirs: sideOf(other!.label, other!.history, mine),
  };
  if (bringing.length > 1)
    return { ...sides, ...severalHeads(bringing.map(({ history, label }) => sideOf(label, history, mine))) };
  return {
    ...sides,
    steps: await adviseOnMerge(call, database.name, out, { ...sides, head, other: other!.commit }),
  };
}

/** An octopus merge of several heads with migrations of their own: what follows what is decided for two at a time. */
function severalHeads(heads: Side[]): Pick<MergeAdvice, 'theirs' | 'steps'> {
  return {
    theirs: {
      name: listOf(heads.map(({ name }) => name)),
      migrations: heads.flatMap(({ migrations }) => migrations),
    },
    steps: [
      'git merge --abort    # then one head at a time: where one is stopped, it says how to go on',
      ...heads.map(({ name }) => `git merge ${shellWord(name)}`),
    ],
  };
}

function tagsOf({ migrations }: History): Set<string> {
  return new Set(migrations.map(({ tag }) => tag));
}

function nameOf(root: string, { names }: Extract<Operation, { kind: 'merge' }>, commit: string): string {
  const given = names[commit];
  if (given && given !== commit) return given;
  // origin/HEAD is the same commit as the branch that it stands for, and says nothing to people.
  const nameRev = ['name-rev', '--name-only', '--no-undefined', '--exclude=*/HEAD', commit];
  return gitLine(nameRev, { cwd: root })?.replace(/^remotes\//, '') ?? commit.slice(0, 10);
}
