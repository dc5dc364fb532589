import { ORIGIN_ID, type History, type Layout } from '../history/history';
import type { Code } from '../rules/index';
import { commandsOf } from '../sql/commands';
import { changesBetween, type Change } from '../state/changes';
import type { Json } from '../state/json';
import { withChanges } from '../state/with-changes';
import { folderOf } from '../text/paths';
import { shellWord } from '../text/shell-word';
import { emptied } from '../state/emptied';
import { stateIn, type Link, type Mending } from './mending';
import type { Decision } from './repair';
import { isNamedIn } from '../state/named-in';
import { rebuiltOf } from './named-part';
import { inverse, isIn, isOneOf, isRenaming, isSpokenOf, strangeIn, tablesOf, wordsOf } from './strange';

/**
 * Makes sure that a snapshot which is to continue the one before it holds what that one does and what its own SQL does.
 * What it has more or less comes from a migration that is not here: no database that runs these has it, and the next
 * generate would undo it there. So it is taken back, as far as the snapshots after it carry it on.
 *
 * @returns false where that is not certain: then it is left to people, and the link stays as it is
 */
export async function fitLink(
  links: readonly Link[],
  position: number,
  code: Code,
  mending: Mending<History>,
): Promise<boolean> {
  const { texts, refuted, plan } = mending;
  const { layout } = mending.history;
  const [link, previous] = [links[position]!, links[position - 1]];
  const { tag, sqlFile } = link.migration;
  // drizzle-kit pull begins a history so: nothing is missing before it.
  if (!previous && link.parent === '') return true;
  const refuse = (why: string) => {
    plan.decisions.push(refusal(link, previous, code, why, layout));
    return false;
  };
  const after = await stateIn(texts, link.file);
  const before = previous ? await stateIn(texts, previous.file) : emptied(after);
  if (before['version'] !== after['version'] || before['dialect'] !== after['dialect'])
    return refuse('the two snapshots are of different formats');
  const changes = changesBetween(before, after);
  if (changes.length === 0) return true;
  const sql = await texts.read(sqlFile);
  if (sql === undefined) return refuse('its SQL is missing');
  const commands = commandsOf(sql);
  const strange = strangeIn(changes, commands);
  if (strange.length > 0) return takeBack({ links, position, code, mending, before, after, sql, strange });
  const wrong = refuted.get(tag);
  if (wrong !== undefined) return refuse(wrong);
  plan.rebuilt.push(rebuiltOf(tag, before, sql, after));
  return true;
}

interface Taking {
  links: readonly Link[];
  position: number;
  code: Code;
  mending: Mending<History>;
  before: Json;
  after: Json;
  sql: string;
  strange: readonly Change[];
}

async function takeBack(taking: Taking): Promise<boolean> {
  const { links, position, code, mending, before, after, sql, strange } = taking;
  const { texts, refuted, isSketch, plan } = mending;
  const [link, previous] = [links[position]!, links[position - 1]];
  const what = wordsOf(strange);
  const refuse = (why: string) => {
    const whole = `it has what no SQL here makes (${what}), and ${why}`;
    plan.decisions.push(refusal(link, previous, code, whole, mending.history.layout));
    return false;
  };
  const unproved = refuted.get(link.migration.tag);
  if (unproved !== undefined) return refuse(unproved);
  // Where things get other names, a name that is not in the SQL says nothing.
  if (commandsOf(sql).some(isRenaming))
    return refuse('its SQL renames something, so that it is not certain what that is');
  let state = withChanges(after, strange.map(inverse));
  const told = (more: string) => ({
    code,
    migration: link.migration.tag,
    file: link.file,
    what: `${link.file}${more}: ${what} is taken back, because no SQL here does that`,
  });
  const written: { file: string; state: Json }[] = [{ file: link.file, state }];
  const rebuilt = [rebuiltOf(link.migration.tag, before, sql, state, tablesOf(strange))];
  if (isSketch) {
    await texts.write(link.file, JSON.stringify(state, null, 2));
    plan.rebuilt.push(...rebuilt);
    plan.repairs.push(told(' and those after it that have it too'));
    return true;
  }
  let carried = strange;
  let skipped = '';
  for (const [at, next] of [...links.entries()].slice(position + 1)) {
    skipped += `${(await texts.read(next.migration.sqlFile)) ?? ''}\n--> statement-breakpoint\n`;
    if (next.id === null) continue;
    // One that is linked anew itself is looked at then.
    if (!links.slice(position, at).some(({ id }) => id === next.parent)) break;
    const own = await stateIn(texts, next.file);
    const commands = commandsOf(skipped);
    if (commands.some((command) => isRenaming(command) && carried.some((one) => isIn(one, command))))
      return refuse(`${next.migration.tag} renames what it is in`);
    const still = changesBetween(state, own).filter((change) => isOneOf(change, carried));
    const kept = still.filter((change) => !isNamedIn(commands, change));
    const isTouched = carried.some((change) => isSpokenOf(change, commands));
    const wrong = refuted.get(next.migration.tag);
    if (isTouched && wrong !== undefined) return refuse(`of ${next.migration.tag} ${wrong}`);
    const fitted = withChanges(own, kept.map(inverse));
    if (isTouched) rebuilt.push(rebuiltOf(next.migration.tag, state, skipped, fitted, tablesOf(carried)));
    if (kept.length === 0) break;
    written.push({ file: next.file, state: fitted });
    [state, carried, skipped] = [fitted, kept, ''];
  }
  for (const one of written) await texts.write(one.file, JSON.stringify(one.state, null, 2));
  plan.rebuilt.push(...rebuilt);
  const more = written.length - 1;
  plan.repairs.push(told(more > 0 ? ` and the ${more} after it` : ''));
  return true;
}

/** What people can do where a snapshot is not linked to the one before it. */
export function refusal(
  link: Link,
  previous: Link | undefined,
  code: Code,
  why: string,
  layout: Layout,
): Decision {
  const { file, parent, migration } = link;
  const after = previous?.migration.tag ?? 'the beginning';
  const id = previous?.newId ?? ORIGIN_ID;
  return {
    code,
    migration: migration.tag,
    file,
    what: `${file} is not linked to ${after}: ${why.replaceAll(/\s+/g, ' ')}`,
    options: [
      `bring the migration back that is missing before it: \`git log --all --oneline -S ${shellWord(parent ?? '')} -- ${shellWord(folderOf(file))}\` names the commits that knew it`,
      `if the snapshot is right all the same: set ${layout === 'journal' ? '"prevId"' : '"prevIds"'} in ${file} to ${JSON.stringify(layout === 'journal' ? id : [id])}`,
      `if ${migration.tag} has not landed: delete its ${layout === 'journal' ? 'SQL, snapshot and journal entry' : 'folder'} (keep hand-written SQL) and run \`drizzle-guard generate\``,
      'or live with it: say so with a waiver and its reason in drizzle-guard.json',
    ],
  };
}
