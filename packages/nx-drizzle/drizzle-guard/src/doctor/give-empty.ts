import { forkOf } from '../history/branches';
import type { FoldersHistory, Migration, Snapshot } from '../history/history';
import { commandsOf, isDataOnly } from '../sql/commands';
import type { Json } from '../state/json';
import { united } from '../state/united';
import { fromGit, stateIn, type Mending } from './mending';
import type { Told } from './repair';
import { toldIn } from './told-in';

/** A snapshot as the mended folder has it. */
interface Node {
  id: string;
  parents: readonly string[];
  /** The snapshots, of those that were there, that say its state. */
  state: readonly Snapshot[];
}

/**
 * Gives each folder without a snapshot one that changes nothing, after the leaves before it; what continued those
 * continues it. That holds where its SQL changes nothing that a snapshot says: rows alone, or else as a replay shows.
 */
export async function giveEmpty(mending: Mending<FoldersHistory>): Promise<void> {
  const { history, texts, plan } = mending;
  const nodes: Node[] = [];
  /** What a later snapshot is to continue in place of what it continued. */
  const inPlaceOf = new Map<string, string>();
  const { migrations } = history;
  for (let at = 0; at < migrations.length; at++) {
    const { snapshot, snapshotFile } = migrations[at]!;
    if (snapshot) {
      const parents = [...new Set(snapshot.parents.map((id) => nextOf(id, inPlaceOf)))];
      if (parents.join() !== snapshot.parents.join()) await texts.set(snapshotFile, ['prevIds'], parents);
      nodes.push({ id: snapshot.id, parents, state: [snapshot] });
      continue;
    }
    let end = at;
    while (end < migrations.length && migrations[end]!.snapshot === null) end++;
    const run = migrations.slice(at, end);
    at = end - 1;
    const given = await giveRun(run, nodes, mending);
    if ('why' in given) refuse(run, given.why, plan);
    else
      for (const node of given.nodes) {
        for (const id of node.parents) inPlaceOf.set(id, node.id);
        nodes.push(node);
      }
  }
}

function nextOf(id: string, inPlaceOf: ReadonlyMap<string, string>): string {
  const next = inPlaceOf.get(id);
  return next === undefined ? id : nextOf(next, inPlaceOf);
}

/** Folders that follow each other are proved as one. */
async function giveRun(
  run: readonly Migration[],
  before: readonly Node[],
  { history, texts, idOf, refuted, plan }: Mending<FoldersHistory>,
): Promise<{ nodes: Node[] } | { why: string }> {
  const [first] = run;
  const wrong = refuted.get(first!.tag);
  if (wrong !== undefined) return { why: wrong };
  const continued = new Set(before.flatMap(({ parents }) => parents));
  const leaves = before.filter(({ id }) => !continued.has(id));
  if (leaves.length === 0) return { why: 'there is no snapshot before it' };
  const state = [...new Set(leaves.flatMap((leaf) => leaf.state))];
  const sqls: string[] = [];
  for (const { hasSql, sqlFile, tag } of run) {
    if (!hasSql) return { why: `the SQL of ${tag} is missing too` };
    sqls.push((await texts.read(sqlFile)) ?? '');
  }
  const model = await modelOf(state, { history, texts });
  if (model === null) return { why: 'it is not known what the open branches before it give together' };
  const nodes: Node[] = [];
  let parents = leaves.map(({ id }) => id);
  for (const { tag, snapshotFile } of run) {
    const id = idOf(`${tag} after ${parents.join(' ')}`);
    await texts.write(snapshotFile, JSON.stringify({ ...model, id, prevIds: parents }, null, 2));
    plan.repairs.push({
      code: 'missing-snapshot',
      migration: tag,
      file: snapshotFile,
      what: `${snapshotFile} is made: its SQL changes nothing that a snapshot says`,
    });
    nodes.push({ id, parents, state });
    parents = [id];
  }
  if (sqls.every((sql) => isDataOnly(commandsOf(sql)))) return { nodes };
  const told: Told =
    model['type'] === 'diff'
      ? await toldIn(
          history,
          texts,
          state.map(({ id }) => id),
        )
      : JSON.stringify(model);
  const sql = sqls.join('\n--> statement-breakpoint\n');
  for (const { tag } of run) plan.rebuilt.push({ migration: tag, before: told, sql, after: told });
  return { nodes };
}

/** A snapshot that says the same as these, without its place in the history; null where that is not known. */
async function modelOf(
  state: readonly Snapshot[],
  { history, texts }: Pick<Mending<FoldersHistory>, 'history' | 'texts'>,
): Promise<Json | null> {
  const texted = await Promise.all(state.map(({ file }) => stateIn(texts, file)));
  const { version, dialect } = texted[0]!;
  if (state.some(({ form }) => form !== 'full'))
    return { type: 'diff', version, dialect, id: '', prevIds: [], footprints: [], deltas: [] };
  const fork = state.length > 1 ? forkOf(history.snapshots, state) : null;
  const whole = state.length > 1 ? united(fork && (await stateIn(texts, fork.file)), texted) : texted[0]!;
  return whole && { ...whole, renames: [] };
}

function refuse(run: readonly Migration[], why: string, plan: Mending['plan']): void {
  for (const { tag, snapshotFile } of run)
    plan.decisions.push({
      code: 'missing-snapshot',
      migration: tag,
      file: snapshotFile,
      what: `${snapshotFile} is not made: ${why}`,
      options: [
        fromGit(snapshotFile),
        `if nobody has applied ${tag}: delete its folder (keep its SQL), run \`drizzle-guard generate --custom\`, and put the SQL into what that makes`,
      ],
    });
}
