import { commitOf, findBase } from '../git/base';
import { diffPaths } from '../git/changed-paths';
import { gitLine } from '../git/git';
import type { Operation } from '../git/operation';
import { adviseOnMerge } from '../judging/merge-advice';
import { newsOfChange } from '../judging/news-of-change';
import { sidesOf, type Heads } from '../judging/sides-of';
import type { HookDatabase, ToldDatabase, HookResult } from '../results/hook-result';
import { codesWith } from '../rules/codes';
import type { Finding } from '../rules/finding';
import type { Commit } from '../sources/state';
import type { HookCall } from './hook';

/** Judges the result of a merge, which is in the index, against both sides. */
export async function judgeMerge(
  { root, session }: HookCall,
  hook: string,
  operation: Extract<Operation, { kind: 'merge' }>,
): Promise<HookResult> {
  const heads = headsOf(root, operation);
  const { head, others } = heads;
  const [other] = others;
  const { databases, base, folders, notes } = await newsOfChange(session, {
    state: { kind: 'index' },
    parents: () => [head, ...others],
    changed: [...new Set([head, ...others].flatMap(({ commit }) => diffPaths(root, ['--cached', commit])))],
    againstBase: 'all',
    baseOf: (configured) =>
      findBase(root, undefined, configured) ??
      (other ? { name: other.label, commit: other.commit, assumed: true } : null),
    forkBlocks: false,
    sides: [{ ...head, label: heads.name }, ...others],
  });
  const told: ToldDatabase[] = [];
  for (const database of databases) {
    const out = folders[database.name]!;
    const merge =
      other && database.blocking.some(({ code }) => codesWith('two-sides').has(code))
        ? await adviseOnMerge(session, database.name, out, await sidesOf(session, heads, out, base))
        : null;
    const { blocking, ...rest } = withoutForkWarning(database);
    told.push({ ...rest, blocking: merge ? blocking.map(withAdvice) : blocking, merge });
  }
  return { hook, databases: told, notes };
}

/** In a merge the fork itself is found; what a later merge with the base would do is no news. */
function withoutForkWarning(database: HookDatabase): HookDatabase {
  return { ...database, warnings: database.warnings.filter(({ code }) => code !== 'forked-history') };
}

/** What the finding says by itself is another way than that of the advice, which knows both sides. */
function withAdvice(finding: Finding): Finding {
  const { code } = finding;
  if (code !== 'mixed-layout' && code !== 'reverted-upgrade') return finding;
  return { ...finding, help: 'type what is under next: it keeps the folders, and brings the rest into them' };
}

function headsOf(root: string, operation: Extract<Operation, { kind: 'merge' }>): Heads {
  return {
    name: gitLine(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: root }) ?? 'HEAD',
    head: { kind: 'commit', commit: commitOf(root, 'HEAD')!, label: 'HEAD' },
    others: operation.others.map((commit): Commit => ({
      kind: 'commit',
      commit,
      label: nameOf(root, operation, commit),
    })),
  };
}

function nameOf(root: string, { names }: Extract<Operation, { kind: 'merge' }>, commit: string): string {
  const given = names[commit];
  if (given && given !== commit) return given;
  // origin/HEAD is the same commit as the branch that it stands for, and says nothing to people.
  const nameRev = ['name-rev', '--name-only', '--no-undefined', '--exclude=*/HEAD', commit];
  return gitLine(nameRev, { cwd: root })?.replace(/^remotes\//, '') ?? commit.slice(0, 10);
}
