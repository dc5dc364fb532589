import path from 'node:path';
import { concluding, type GoingOn } from '../judging/going-on';
import type { ChangeNews } from '../judging/news-of-change';
import type { Open } from '../judging/next-in-operation';
import type { HookDatabase, ToldDatabase } from '../results/hook-result';
import { depthOf, upwards } from '../text/paths';
import type { HookCall } from './hook';

/** Says of the databases that stop an operation how to go on, in one voice. */
export async function withNext(
  { session }: HookCall,
  going: GoingOn,
  { databases, base, folders }: Pick<ChangeNews, 'databases' | 'base' | 'folders'>,
): Promise<ToldDatabase[]> {
  if (!databases.some(({ blocking }) => blocking.length > 0)) return databases;
  const { concluded, nextInOperation } = await import('../judging/next-in-operation');
  const open: { database: HookDatabase; out: string; next: Open | null }[] = [];
  for (const database of databases) {
    const out = folders[database.name];
    const { name, blocking } = database;
    const next =
      out === undefined || blocking.length === 0
        ? null
        : await nextInOperation(session, going, { database: name, out, blocking, base });
    open.push({ database, out: out ?? '', next });
  }
  const conclude = concluding(going, isOfAll());
  const nexts = concluded(open, { before: toRoot(), unresolved: [], conclude });
  return open.map(({ database }, at) => ({ ...database, next: nexts[at]! }));
}

/** `commit --all` gives the hook an index of its own, which is gone once it is stopped. */
function isOfAll(): boolean {
  return path.basename(process.env['GIT_INDEX_FILE'] ?? '') === 'index.lock';
}

/** Where git was called in a folder below: paths count from the root. */
export function toRoot(): string[] {
  const way = upwards(depthOf(process.env['GIT_PREFIX'] ?? ''));
  return way === '' ? [] : [`cd ${way}`];
}
