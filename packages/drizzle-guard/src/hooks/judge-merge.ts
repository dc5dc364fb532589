import { findBase } from '../git/base';
import { diffPaths } from '../git/changed-paths';
import { headsOf, type Merging } from '../judging/heads-of';
import { newsOfChange } from '../judging/news-of-change';
import type { HookDatabase, HookResult } from '../results/hook-result';
import type { HookCall } from './hook';
import { withNext } from './with-next';

/** Judges the result of a merge, which is in the index, against both sides. */
export async function judgeMerge(call: HookCall, hook: string, operation: Merging): Promise<HookResult> {
  const { root, session } = call;
  const heads = headsOf(root, operation);
  const { head, others } = heads;
  const [other] = others;
  const news = await newsOfChange(session, {
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
  const told = { ...news, databases: news.databases.map(withoutForkWarning) };
  return { hook, databases: await withNext(call, { kind: 'merge', heads }, told), notes: news.notes };
}

/** In a merge the fork itself is found; what a later merge with the base would do is no news. */
function withoutForkWarning(database: HookDatabase): HookDatabase {
  return { ...database, warnings: database.warnings.filter(({ code }) => code !== 'forked-history') };
}
