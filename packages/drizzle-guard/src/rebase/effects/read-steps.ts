import type { History, Migration, Snapshot } from '../../history/history';
import { isNothing, leavesOf, ORIGIN_ID } from '../../history/history';
import { readText, type Tree } from '../../sources/tree';
import { commandsOf, type Command } from '../../sql/commands';
import { emptied } from '../../state/emptied';
import { listOf } from '../../text/words';
import { isMap, type Json } from '../../state/json';
import type { Onto } from '../carry-steps';
import type { Moving, Step } from '../moving';
import type { Refusal } from '../refusal';

export interface Held {
  tree: Tree;
  history: History;
}

/** The migrations of these names; but for what theirs has too, as where a commit is picked that had taken it over. */
export async function ownIn(mine: Held, theirs: Held, tags: readonly string[]): Promise<Migration[]> {
  const byTag = new Map(theirs.history.migrations.map((one) => [one.tag, one]));
  const own: Migration[] = [];
  for (const migration of mine.history.migrations) {
    if (!tags.includes(migration.tag)) continue;
    const other = byTag.get(migration.tag);
    const isTheirs =
      other !== undefined &&
      other.snapshot?.id === migration.snapshot?.id &&
      (await readText(mine.tree, migration.sqlFile)) === (await readText(theirs.tree, other.sqlFile));
    if (!isTheirs) own.push(migration);
  }
  return own;
}

/** The snapshots that migrations continue and lead to; or what is missing for that. */
export async function readSteps(
  mine: Held,
  theirs: Held,
  moving: readonly Migration[],
): Promise<{ steps: Step[] } | { refusals: Refusal[] }> {
  const known = new Map<Snapshot, Promise<Json | null>>();
  // What one leads to is what the next continues, and the same value.
  const stateOf = (tree: Tree, snapshot: Snapshot) => {
    const state = known.get(snapshot) ?? readText(tree, snapshot.file).then(parsed);
    known.set(snapshot, state);
    return state;
  };
  const read = await Promise.all(moving.map((migration) => readStep(mine, theirs, migration, stateOf)));
  const refusals = read.filter((one): one is Refusal => 'reason' in one);
  return refusals.length > 0 ? { refusals } : { steps: read.filter((one): one is Step => 'after' in one) };
}

type StateOf = (tree: Tree, snapshot: Snapshot) => Promise<Json | null>;

async function readStep(
  mine: Held,
  theirs: Held,
  migration: Migration,
  stateOf: StateOf,
): Promise<Step | Refusal> {
  const { snapshot, snapshotFile } = migration;
  const after = snapshot && (await stateOf(mine.tree, snapshot));
  if (!after) return lacking(migration, `${snapshotFile} is not there, or cannot be read`);
  const before = snapshot.form === 'full' ? await beforeIt(snapshot, after, [mine, theirs], stateOf) : after;
  if (!before) return lacking(migration, `the snapshot that ${snapshotFile} continues is not there`);
  if (isShared(mine.history, migration)) return shared(migration, mine.history);
  if (snapshot.form === 'base' || snapshot.parents.length > 1) return apartFrom(migration);
  const version = versionIn(theirs.history);
  if (version !== null && [before, after].some((state) => String(state['version']) !== version))
    return {
      migration: migration.tag,
      reason: `its snapshot, or the one that it continues, is of format ${String(after['version'])}, and the newest of theirs of ${version}`,
      with: null,
      help: 'run `drizzle-guard up` on both branches first, or `git merge` the one that has been upgraded',
    };
  return { migration, before, after, commands: await commandsIn(mine.tree, [migration]) };
}

/** What mine is carried onto. */
export async function readOnto({ tree, history }: Held, moving: Moving): Promise<Onto | Refusal> {
  const head = history.migrations.at(-1)!;
  if (head.snapshot!.form === 'full') {
    const leaves = history.layout === 'folders' ? leavesOf(history) : [head.snapshot!];
    const state = leaves.length === 1 ? parsed(await readText(tree, leaves[0]!.file)) : null;
    if (state) return { state, commands: await commandsIn(tree, moving.theirs) };
    return {
      ...{ migration: null, with: null },
      reason: `theirs ends in several branches (${leaves.map(({ prefix }) => prefix).join(', ')}), which no migration joins yet`,
      help: 'run `drizzle-guard generate --custom` on their side, which joins them; then run `drizzle-guard rebase` again',
    };
  }
  const changes: Json[] = [];
  for (const migration of moving.theirs) {
    const snapshot = await snapshotIn(tree, migration);
    if (snapshot) changes.push(snapshot);
  }
  return { changes };
}

function lacking({ tag }: Migration, reason: string): Refusal {
  return {
    migration: tag,
    reason: `${reason}: what it changes is not known`,
    with: null,
    help: '`drizzle-guard doctor` on its branch says what is missing, and `--repair` makes it where the SQL bears it out',
  };
}

/** Whether another migration goes by the same snapshot: one of the two has written over that of the other. */
function isShared({ migrations }: History, { tag, snapshotFile }: Migration): boolean {
  return migrations.some((one) => one.tag !== tag && one.snapshotFile === snapshotFile);
}

function shared({ tag, snapshotFile }: Migration, { migrations }: History): Refusal {
  const others = migrations.filter((one) => one.tag !== tag && one.snapshotFile === snapshotFile);
  return {
    migration: tag,
    reason: `${snapshotFile} is that of ${listOf(others.map((one) => one.tag))} too, so what ${tag} changes is recorded nowhere`,
    with: others[0]!.tag,
    help: '`drizzle-guard rebase --regenerate` makes it again, unless its SQL was written by hand',
  };
}

function apartFrom({ tag, snapshot }: Migration): Refusal {
  return {
    migration: tag,
    reason:
      snapshot!.form === 'base'
        ? 'it begins a history of its own, and theirs has begun otherwise'
        : 'it joins several branches of yours, and what it continues is not one state',
    with: null,
    help: 'take it out, and generate it again on top of theirs (`drizzle-guard generate`); keep SQL that was written by hand',
  };
}

/** Where theirs has nothing that mine continues: what mine came beside is not known then. */
export function strayIn({ mine, theirs, before }: Moving, name: string): Refusal | null {
  const [first] = mine;
  const isFirst = first?.snapshot?.parents.every((parent) => parent === ORIGIN_ID || parent === '');
  if (!first || before.length > 0 || theirs.length === 0 || isFirst) return null;
  return {
    migration: first.tag,
    reason: `what it continues (snapshot ${first.snapshot!.parents.join(', ')}) belongs to no migration of ${name} any more`,
    with: null,
    help: `take it out, and generate it again on top of ${name} (\`drizzle-guard generate\`); keep SQL that was written by hand`,
  };
}

async function commandsIn(tree: Tree, migrations: readonly Migration[]): Promise<Command[]> {
  const texts = await Promise.all(migrations.map(({ sqlFile }) => readText(tree, sqlFile)));
  return texts.flatMap((text) => commandsOf(text ?? ''));
}

function versionIn({ migrations }: History): string | null {
  return migrations.at(-1)?.snapshot?.version ?? null;
}

async function beforeIt(
  snapshot: Snapshot,
  after: Json,
  sides: readonly Held[],
  stateOf: StateOf,
): Promise<Json | null> {
  const [parent] = snapshot.parents;
  const place = sides[0]!.history.snapshots.indexOf(snapshot);
  const ids = new Set(sides[0]!.history.snapshots.map(({ id }) => id));
  if (parent === undefined || isNothing(parent, snapshot, place, ids)) return emptied(after);
  for (const { tree, history } of sides) {
    const holder = history.snapshots.find(({ id }) => id === parent);
    if (holder) return stateOf(tree, holder);
  }
  return null;
}

/** The state that a migration leads to; null where none can be read. */
export async function snapshotIn(tree: Tree, { snapshot }: Migration): Promise<Json | null> {
  return snapshot && parsed(await readText(tree, snapshot.file));
}

function parsed(text: string | undefined): Json | null {
  const value: unknown = JSON.parse(text ?? 'null');
  return isMap(value) ? value : null;
}
