import { commandsOf } from '../sql/commands';
import { changesBetween } from '../state/changes';
import type { Json } from '../state/json';
import { nameOf } from '../state/words';
import { mergedState } from './derive-states';
import { emptied } from '../state/emptied';
import { stateIn, type Link, type Mending } from './mending';
import { isNamedIn } from '../state/named-in';
import { rebuiltOf } from './named-part';
import type { Texts } from './texts';

/** Whether a migration that was made in parallel to the one before it holds, or can be given, what that one did. */
export async function mergeFork(
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
      what: `the state after ${previous.migration.tag} and ${tag} together is not rebuilt: ${why}`,
      options: [
        `if ${tag} has not landed: \`drizzle-guard rebase\` moves it behind the other`,
        'if both have landed: say so with a waiver and its reason in drizzle-guard.json',
      ],
    });
    return false;
  };
  if (refuted.has(tag)) return refuse(refuted.get(tag)!);
  const derived = mergedState(parent, first, second, sql);
  if ('why' in derived) return refuse(derived.why);
  const merged = derived.states[0]!;
  const lost = await lostAfterwards(merged, links[position + 1], texts);
  if (lost !== null) return refuse(lost);
  plan.rebuilt.push(rebuiltOf(tag, first, sql, merged));
  if (changesBetween(second, merged).length === 0) return true;
  await texts.write(link.file, JSON.stringify(merged, null, 2));
  plan.repairs.push({
    code: 'forked-history',
    migration: tag,
    file: link.file,
    what: `${link.file} gets what ${previous.migration.tag} did, which it lacks`,
  });
  return true;
}

/** What the next migration lacks of a merged state without having taken it away: then it was made beside it, too. */
async function lostAfterwards(merged: Json, next: Link | undefined, texts: Texts): Promise<string | null> {
  if (!next?.id) return null;
  const commands = commandsOf((await texts.read(next.migration.sqlFile)) ?? '');
  const changes = changesBetween(merged, await stateIn(texts, next.file));
  const lost = changes.find((change) => !isNamedIn(commands, change));
  return lost ? `${next.migration.tag} does not have ${nameOf(lost)}, and its SQL does not name it` : null;
}
