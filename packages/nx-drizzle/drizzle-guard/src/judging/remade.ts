import { headOf, type History, type Migration } from '../history/history';
import type { BaseContext } from '../rules/contexts';
import type { Commit, State } from '../sources/state';
import { readText, type Tree } from '../sources/tree';
import { commandsOf } from '../sql/commands';
import { goneAfter, goneIn, type Gone, type TaggedSql } from '../sql/gone';
import { isOfState } from '../sql/is-of-state';
import { statementsOf, type Statement } from '../sql/statements';
import { changesBetween, type Change } from '../state/changes';
import { subjectOf } from '../state/compare';
import { subjectKeyOf } from '../state/edits';
import { entitiesOf } from '../state/entities';
import { isMap, type Json } from '../state/json';
import { isSame } from '../state/same';
import type { Session } from './session';

/**
 * The migrations of a side that are not in a result by their names, and are in it all the same: others there have their
 * statements, or, of what drizzle-kit writes, do what they did. So they were renamed, or made again on top of the other
 * side.
 * @param context the result beside the side
 * @returns tags
 */
export async function remadeIn(
  session: Session,
  at: State,
  side: Commit,
  { history, base, mine, edited, removed }: BaseContext,
): Promise<Set<string>> {
  const remade = new Set<string>();
  if (removed.length === 0) return remade;
  const here = { tree: await session.tree(at), history };
  const there = { tree: await session.tree(side), history: base.history };
  const written = new Set<string>();
  // One that is made again may get the name that another one had.
  for (const { sqlFile } of [...mine, ...edited.map((one) => one.mine)])
    for (const { meaning } of await statementsIn(here.tree, sqlFile)) written.add(meaning);
  const others: TaggedSql[] = [];
  for (const { tag, sqlFile } of mine) others.push({ tag, sql: (await readText(here.tree, sqlFile)) ?? '' });
  const gone = goneAfter(others);
  for (const { theirs } of removed) {
    const statements = await statementsIn(there.tree, theirs.sqlFile);
    const open = statements.filter((one) => !written.has(one.meaning) && !isAboutGone(one, gone));
    if (open.length === 0 || (open.every(isOfState) && (await isDone(theirs, there, here, mine))))
      remade.add(theirs.tag);
  }
  return remade;
}

/** What speaks of a table or a column that the other side has dropped cannot be done any more. */
function isAboutGone({ sql }: Statement, gone: readonly Gone[]): boolean {
  return gone.length > 0 && commandsOf(sql).every((command) => goneIn(command, gone) !== undefined);
}

/** Whether a migration has, beside others, all statements that a side has under the same name: it was made again with more. */
export async function hasGrown(
  session: Session,
  at: State,
  side: Commit,
  { mine, theirs }: BaseContext['edited'][number],
): Promise<boolean> {
  const here = await statementsIn(await session.tree(at), mine.sqlFile);
  const there = await statementsIn(await session.tree(side), theirs.sqlFile);
  const written = new Set(here.map(({ meaning }) => meaning));
  return there.length > 0 && there.every(({ meaning }) => written.has(meaning));
}

interface Side {
  tree: Tree;
  history: History;
}

async function statementsIn(tree: Tree, file: string): Promise<Statement[]> {
  return statementsOf((await readText(tree, file)) ?? '');
}

/** Whether nothing of what a migration changed is undone in a result that lacks it. */
async function isDone(
  migration: Migration,
  there: Side,
  here: Side,
  mine: readonly Migration[],
): Promise<boolean> {
  const changed = await snapshotOf(there, migration);
  if (!changed) return false;
  if (isOfChanges(changed)) {
    const subjects = new Set<string>();
    for (const own of mine)
      for (const key of subjectsOf((await snapshotOf(here, own)) ?? {})) subjects.add(key);
    const wanted = subjectsOf(changed);
    return wanted.length > 0 && wanted.every((key) => subjects.has(key));
  }
  const [before] = there.history.migrations.filter(({ snapshot }) =>
    migration.snapshot!.parents.includes(snapshot?.id ?? ''),
  );
  const changes = changesBetween((before && (await snapshotOf(there, before))) ?? {}, changed);
  const [result, end] = [await newestOf(here), await newestOf(there)];
  if (changes.length === 0 || !result || !end) return false;
  const [inResult, atEnd] = [definitionsOf(result), definitionsOf(end)];
  return changes.every((change) => !isBefore(change, inResult) || isBefore(change, atEnd));
}

/** Whether something is as it was before a change. */
function isBefore(change: Change, state: ReadonlyMap<string, unknown>): boolean {
  const { key } = subjectOf(change);
  return change.before ? state.has(key) && isSame(state.get(key), change.before.definition) : !state.has(key);
}

function definitionsOf(state: Json): Map<string, unknown> {
  return new Map(entitiesOf(state).map(({ key, definition }) => [key, definition]));
}

async function newestOf(side: Side): Promise<Json | null> {
  const newest = headOf(side.history);
  return newest ? snapshotOf(side, newest) : {};
}

/** Its head was read, so it is JSON. */
async function snapshotOf({ tree }: Side, { snapshot }: Migration): Promise<Json | null> {
  if (!snapshot) return null;
  const parsed: unknown = JSON.parse((await readText(tree, snapshot.file)) ?? 'null');
  return isMap(parsed) ? parsed : null;
}

/** Of Postgres in the folders layout: what changed, after what there was to begin with. */
function isOfChanges(snapshot: Json): boolean {
  return Array.isArray(snapshot['deltas']) || snapshot['type'] === 'base';
}

function subjectsOf(snapshot: Json): string[] {
  const { deltas, ddl } = snapshot;
  if (Array.isArray(deltas)) return deltas.filter(isMap).map(subjectKeyOf);
  return Array.isArray(ddl) ? ddl.filter(isMap).map((row) => subjectKeyOf({ row })) : [];
}
