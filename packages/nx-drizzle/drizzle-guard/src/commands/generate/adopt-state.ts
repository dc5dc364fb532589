import path from 'node:path';
import { writeWhole } from '../../files/write-whole';
import type { Snapshot } from '../../history/history';
import { readText, type Tree } from '../../sources/tree';
import type { Json } from '../../state/json';

/** What makes a snapshot this one, and no other of the same state. */
const OWN = ['id', 'prevId', 'prevIds', '_meta', 'renames'];

/**
 * Gives the snapshot of a migration the state of the schema. Of a custom one drizzle-kit copies the state before it: right
 * as long as its differ sees what somebody is about to write, and else every later snapshot would be without it.
 *
 * @returns false for a snapshot that holds changes only
 */
export async function adoptState(tree: Tree, { file, form }: Snapshot, state: Json): Promise<boolean> {
  if (form !== 'full') return false;
  const text = (await readText(tree, file)) ?? '{}';
  const before = JSON.parse(text) as Json;
  const own = OWN.flatMap((key) => (Object.hasOwn(before, key) ? [[key, before[key]] as const] : []));
  const after = { ...before, ...state, ...Object.fromEntries(own) };
  writeWhole(path.join(tree.root, file), JSON.stringify(after, null, 2));
  return true;
}
