import { diffPaths } from '../git/changed-paths';
import { changeIn } from '../judging/change-in';
import { rememberHead } from '../judging/head-commit';
import { headsOf, type Merging } from '../judging/heads-of';
import { newsOfChange } from '../judging/news-of-change';
import type { State } from '../sources/state';
import type { HookDatabase, HookResult } from '../results/hook-result';
import type { HookCall } from './hook';
import { withNext } from './with-next';

const INDEX: State = { kind: 'index' };

/** Judges the result of a merge, which is in the index, against both sides. */
export async function judgeMerge(call: HookCall, hook: string, operation: Merging): Promise<HookResult> {
  const { root, session } = call;
  const heads = headsOf(root, operation);
  await rememberHead(session, heads.head.commit);
  // Beside HEAD it may be known already.
  const own = call.staged ?? diffPaths(root, ['--cached', heads.head.commit]);
  // Where there is SQL every side is read: together, and of an index that is listed nothing else is asked.
  if (own.some(isSql)) await Promise.all([heads.head, INDEX, ...heads.others].map((at) => session.tree(at)));
  const brought = heads.others.map(async (other) =>
    own.some(isSql) ? session.changed(INDEX, other) : diffPaths(root, ['--cached', other.commit]),
  );
  const changed = [...new Set([...own, ...(await Promise.all(brought)).flat()])];
  const news = await newsOfChange(session, changeIn(root, { kind: 'merge', heads }, INDEX, changed));
  const told = { ...news, databases: news.databases.map(withoutForkWarning) };
  return { hook, databases: await withNext(call, { kind: 'merge', heads }, told), notes: news.notes };
}

function isSql(path: string): boolean {
  return path.endsWith('.sql');
}

/** In a merge the fork itself is found; what a later merge with the base would do is no news. */
function withoutForkWarning(database: HookDatabase): HookDatabase {
  return { ...database, warnings: database.warnings.filter(({ code }) => code !== 'forked-history') };
}
