import type { History } from '../history/history';
import type { Told } from './repair';
import type { Texts } from './texts';

interface Head {
  id: string;
  prevIds: readonly string[];
}

/**
 * The state after some snapshots that hold changes, as the files are planned to be: with what they continue, and no others,
 * since drizzle-kit refuses all where one of them continues nothing.
 * @param instead texts of files that have yet to be planned
 */
export async function toldIn(
  { migrations }: History,
  texts: Pick<Texts, 'read'>,
  leaves: readonly string[],
  instead: ReadonlyMap<string, string> = new Map(),
): Promise<Told> {
  const known = new Map<string, { tag: string; text: string; parents: readonly string[] }>();
  for (const { tag, snapshotFile } of migrations) {
    const text = instead.get(snapshotFile) ?? (await texts.read(snapshotFile));
    if (text === undefined) continue;
    const { id, prevIds } = JSON.parse(text) as Head;
    known.set(id, { tag, text, parents: prevIds });
  }
  const snapshots: Record<string, string> = {};
  const open = [...leaves];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const one = known.get(id);
    if (!one || Object.hasOwn(snapshots, one.tag)) continue;
    snapshots[one.tag] = one.text;
    open.push(...one.parents);
  }
  return { snapshots, leaves };
}
