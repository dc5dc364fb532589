import { ORIGIN_ID } from '../history/history';
import { commandsOf, isDataOnly } from '../sql/commands';
import { changesBetween } from '../state/changes';
import { statesBetween } from './derive-states';
import { emptied } from '../state/emptied';
import { fromGit, stateIn, type Link, type Mending } from './mending';
import { rebuiltOf } from './named-part';

/** Works out the snapshots that are missing between two that are there; where there is a doubt, says which. */
export async function rebuildMissing(links: Link[], mending: Mending): Promise<void> {
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
      what: `the state after ${missing.map(({ migration }) => migration.tag).join(' and ')} is not rebuilt: ${why}`,
      options: [fromGit(missing[0]!.file)],
    });
  const wrong = missing
    .map(({ migration }) => refuted.get(migration.tag))
    .find((words) => words !== undefined);
  if (wrong !== undefined) return void refuse(wrong);
  const { file: newest } = missing.at(-1)!;
  // Of the newest one it is said already what becomes of it.
  if (!next && (plan.later.includes(newest) || missing[0]!.file === newest)) return;
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
  // A state that nothing has changed is the one before it, and needs no proof.
  if (
    sqls.slice(0, -1).every((sql) => isDataOnly(commandsOf(sql))) &&
    changesBetween(before, derived.states.at(-1)!).length === 0
  )
    return;
  const states = [before, ...derived.states, after];
  sqls.forEach((sql, position) => {
    const { tag } = missing[Math.min(position, missing.length - 1)]!.migration;
    plan.rebuilt.push(rebuiltOf(tag, states[position]!, sql, states[position + 1]!));
  });
}
