import { ORIGIN_ID, type JournalHistory, type JournalMigration } from '../history/history';
import { isNamedIn } from './named-in';
import { mendKeys } from './mend-keys';
import { rebuiltOf } from './named-part';
import { mergedState, statesBetween, wordsOf } from './rebuild';
import type { RepairPlan } from './repair';
import type { Texts } from './texts';
import { unitsBetween, type State } from './units';

/** What is mended, and what it is mended with. */
export interface Mending {
  history: JournalHistory;
  texts: Texts;
  /** An id in the form of a UUID, the same for the same seed. */
  idOf: (seed: string) => string;
  /** Migrations whose state was worked out before and found wrong, and how. */
  refuted: ReadonlyMap<string, string>;
  plan: RepairPlan;
}

/** A migration and its snapshot. */
interface Link {
  migration: JournalMigration;
  file: string;
  /** As it is, and maybe shared with others; null where there is none and none could be worked out. */
  id: string | null;
  parent: string | null;
  /** As it is to be. */
  newId: string | null;
}

/**
 * Puts the snapshots of a journal in one line: those that are missing are worked out, each gets an id of its own, and
 * each continues the one before it. What is not certain is left as it is.
 */
export async function mendSnapshots(mending: Mending): Promise<void> {
  const { history } = mending;
  // Two migrations of one number have one snapshot, and nobody knows whose state it is.
  if (new Set(history.migrations.map(({ prefix }) => prefix)).size < history.migrations.length) return;
  await mendWords(mending);
  await mendKeys(mending);
  const links = history.migrations.map(linkOf);
  giveOwnIds(links, mending);
  await rebuildMissing(links, mending);
  await linkInOrder(links, mending);
}

function linkOf(migration: JournalMigration): Link {
  const { snapshot, snapshotFile: file } = migration;
  const id = snapshot?.id ?? null;
  return { migration, file, id, parent: snapshot?.parents[0] ?? null, newId: id };
}

/** drizzle-kit's name of it in the snapshots of MySQL; the other dialects have the plural. */
async function mendWords({ history, texts, plan }: Mending): Promise<void> {
  for (const { tag, snapshot } of history.migrations) {
    if (!snapshot?.fault || snapshot.dialect !== 'mysql') continue;
    const { tables } = await stateIn(texts, snapshot.file);
    for (const [key, table] of Object.entries(tables as Record<string, State>)) {
      const [wrong, right] = [table['checkConstraints'], table['checkConstraint']];
      if (wrong === undefined || right !== undefined) continue;
      await texts.set(snapshot.file, ['tables', key, 'checkConstraint'], wrong);
      await texts.set(snapshot.file, ['tables', key, 'checkConstraints'], undefined);
      plan.repairs.push({
        code: 'malformed-snapshot',
        migration: tag,
        file: snapshot.file,
        what: `table ${key} in ${snapshot.file}: "checkConstraints" becomes "checkConstraint", as drizzle-kit calls it in mysql`,
      });
    }
  }
}

function giveOwnIds(links: Link[], { idOf, plan }: Mending): void {
  // drizzle-kit pull gives the first one the id that stands for nothing, so that the second begins the history again.
  const taken = new Set([ORIGIN_ID]);
  for (const link of links) {
    if (link.id === null) continue;
    if (taken.has(link.id)) {
      link.newId = idOf(`${link.id} ${link.migration.tag}`);
      plan.repairs.push({
        code: link.id === ORIGIN_ID ? 'dangling-parent' : 'duplicate-snapshot',
        migration: link.migration.tag,
        file: link.file,
        what: `${link.file} gets an id of its own, ${link.newId}`,
      });
    }
    taken.add(link.newId!);
  }
}

async function rebuildMissing(links: Link[], mending: Mending): Promise<void> {
  const { history } = mending;
  const isMissing = ({ id, file }: Link) =>
    id === null && !history.snapshotProblems.some((problem) => problem.file === file);
  for (let first = 0; first < links.length; first++) {
    if (!isMissing(links[first]!)) continue;
    let end = first;
    while (end < links.length && isMissing(links[end]!)) end++;
    await rebuildRun(links, first, end, mending);
    first = end;
  }
}

/** @param end of those that are missing, exclusive */
async function rebuildRun(
  links: Link[],
  first: number,
  end: number,
  { texts, idOf, refuted, plan }: Mending,
): Promise<void> {
  const missing = links.slice(first, end);
  const next = links[end];
  const previous = links[first - 1];
  const refuse = (why: string) =>
    plan.decisions.push({
      code: 'missing-snapshot',
      migration: missing[0]!.migration.tag,
      file: missing[0]!.file,
      what: `the state after ${missing.map(({ migration }) => migration.tag).join(' and ')} cannot be worked out: ${why}`,
      options: [
        `bring it back from git: \`git log --diff-filter=D --oneline -- ${missing[0]!.file}\` names the commit that deleted it`,
      ],
    });
  const wrong = missing
    .map(({ migration }) => refuted.get(migration.tag))
    .find((words) => words !== undefined);
  if (wrong !== undefined) return void refuse(`replayed, it is not what the SQL gives (${wrong})`);
  if (!next?.id) return void refuse('it is not followed by one that is known');
  if (previous && !previous.id) return void refuse('the one before it cannot be read');
  const sqls: string[] = [];
  for (const { migration } of links.slice(first, end + 1)) {
    const sql = migration.hasSql ? await texts.read(migration.sqlFile) : undefined;
    if (sql === undefined) return void refuse(`the SQL of ${migration.tag} is missing too`);
    sqls.push(sql);
  }
  const after = await stateIn(texts, next.file);
  const before = previous ? await stateIn(texts, previous.file) : emptied(after);
  const derived = statesBetween(before, sqls, after);
  if ('why' in derived) return void refuse(derived.why);
  const known = new Set(links.map(({ id }) => id));
  for (const [position, link] of missing.entries()) {
    const isLast = position === missing.length - 1;
    // What the next one continues is its id, where no other has it.
    const continued = isLast && next.parent !== ORIGIN_ID && !known.has(next.parent) ? next.parent : null;
    const id = continued ?? idOf(`${link.migration.tag} before ${next.id}`);
    const state = { ...derived.states[position], id, prevId: ORIGIN_ID };
    await texts.write(link.file, JSON.stringify(state, null, 2));
    Object.assign(link, { id, newId: id, parent: ORIGIN_ID });
    plan.repairs.push({
      code: 'missing-snapshot',
      migration: link.migration.tag,
      file: link.file,
      what: `${link.file} is rebuilt: the state before it with what ${link.migration.tag} names in its SQL`,
    });
  }
  const states = [before, ...derived.states, after];
  sqls.forEach((sql, position) => {
    const { tag } = missing[Math.min(position, missing.length - 1)]!.migration;
    plan.rebuilt.push(rebuiltOf(tag, states[position]!, sql, states[position + 1]!));
  });
}

/** The state before the first migration. */
function emptied(state: State): State {
  return Object.fromEntries(
    Object.entries(state).map(([part, value]) => [
      part,
      typeof value === 'object' && value !== null && part !== '_meta' ? {} : value,
    ]),
  );
}

async function linkInOrder(links: Link[], mending: Mending): Promise<void> {
  const { history, texts, plan } = mending;
  const files = new Map(history.snapshots.map((snapshot) => [snapshot.id, snapshot.file]));
  for (const [position, link] of links.entries()) {
    const previous = links[position - 1];
    if (link.id === null || (previous && previous.newId === null)) continue;
    if (link.newId !== link.id) await texts.set(link.file, ['id'], link.newId);
    const parent = previous ? previous.newId! : ORIGIN_ID;
    if (link.parent === parent) continue;
    const continued = links.slice(0, position).findIndex(({ id }) => id === link.parent);
    const isFork =
      link.parent === ORIGIN_ID ? link.migration.snapshot !== null && position > 0 : continued !== -1;
    const isAnother = previous?.id !== link.parent;
    if (isFork && isAnother && !(await mergeFork(links, position, continued, mending))) continue;
    // A snapshot that no migration has: whether its migration was lost is not known.
    if (link.parent !== null && !isFork && files.has(link.parent) && !isLinked(links, link.parent)) continue;
    await texts.set(link.file, ['prevId'], parent);
    if (link.migration.snapshot)
      plan.repairs.push({
        code: isFork && isAnother ? 'forked-history' : isFork ? 'duplicate-snapshot' : 'dangling-parent',
        migration: link.migration.tag,
        file: link.file,
        what: `${link.file} continues ${previous ? previous.migration.tag : 'nothing, as the first one'}`,
      });
  }
}

function isLinked(links: readonly Link[], id: string): boolean {
  return links.some((link) => link.id === id);
}

/** Whether a migration that was made in parallel to the one before it holds, or can be given, what that one did. */
async function mergeFork(
  links: readonly Link[],
  position: number,
  parentPosition: number,
  { texts, refuted, plan }: Mending,
): Promise<boolean> {
  const [link, previous] = [links[position]!, links[position - 1]!];
  const { tag, sqlFile } = link.migration;
  const first = await stateIn(texts, previous.file);
  const second = await stateIn(texts, link.file);
  const parent = parentPosition === -1 ? emptied(first) : await stateIn(texts, links[parentPosition]!.file);
  const sql = (await texts.read(sqlFile)) ?? '';
  const refuse = (why: string) => {
    plan.decisions.push({
      code: 'forked-history',
      migration: tag,
      file: link.file,
      what: `the state after ${previous.migration.tag} and ${tag} together cannot be worked out: ${why}`,
      options: [
        `if ${tag} has not landed: delete its SQL, snapshot and journal entry (keep hand-written SQL) and run \`drizzle-guard generate\``,
        'if both have landed: say so with a waiver and its reason in drizzle-guard.json',
      ],
    });
    return false;
  };
  if (refuted.has(tag)) return refuse(`replayed, it is not what its SQL gives (${refuted.get(tag)})`);
  const derived = mergedState(parent, first, second, sql);
  if ('why' in derived) return refuse(derived.why);
  const merged = derived.states[0]!;
  const lost = await lostAfterwards(merged, links[position + 1], texts);
  if (lost !== null) return refuse(lost);
  if (unitsBetween(second, merged).length === 0) return true;
  await texts.write(link.file, JSON.stringify(merged, null, 2));
  plan.rebuilt.push(rebuiltOf(tag, first, sql, merged));
  plan.repairs.push({
    code: 'forked-history',
    migration: tag,
    file: link.file,
    what: `${link.file} gets what ${previous.migration.tag} did, which it lacks`,
  });
  return true;
}

/** What the next migration lacks of a merged state without having taken it away: then it was made beside it, too. */
async function lostAfterwards(merged: State, next: Link | undefined, texts: Texts): Promise<string | null> {
  if (!next?.id) return null;
  const sql = (await texts.read(next.migration.sqlFile)) ?? '';
  const lost = unitsBetween(merged, await stateIn(texts, next.file)).find((unit) => !isNamedIn(sql, unit));
  return lost ? `${next.migration.tag} does not have ${wordsOf(lost)}, and its SQL does not name it` : null;
}

async function stateIn(texts: Texts, file: string): Promise<State> {
  return JSON.parse((await texts.read(file))!) as State;
}
