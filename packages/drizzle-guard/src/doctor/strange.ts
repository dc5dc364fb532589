import { names, says, type Command } from '../sql/commands';
import type { Change } from '../state/changes';
import { subjectOf } from '../state/compare';
import type { Json } from '../state/json';
import { nameOf } from '../state/words';
import { listOf } from '../text/words';
import { isNamedIn } from '../state/named-in';

// Changes between two states that no SQL makes.

/** How many of them are named. */
const SHOWN = 4;

/** The changes that no command names, and that do not go with one that is named. */
export function strangeIn(changes: readonly Change[], commands: readonly Command[]): Change[] {
  const [named, others] = [true, false].map((is) =>
    changes.filter((change) => isNamedIn(commands, change) === is),
  ) as [Change[], Change[]];
  return others.filter((change) => !named.some((other) => goesWith(change, other)));
}

/** A key goes with the table that it refers to, and what stands on a column with that column, without being named. */
function goesWith({ before: part, after }: Change, { before: gone, after: stays }: Change): boolean {
  if (!part || after || !gone || stays) return false;
  const value = (part.value ?? {}) as Json;
  if (part.kind === 'foreign key' && gone.kind === 'table') return value['tableTo'] === gone.name;
  return gone.kind === 'column' && part.of === gone.of && mentions(JSON.stringify(value), gone.name);
}

function mentions(text: string, name: string): boolean {
  return text.includes(JSON.stringify(name));
}

export function inverse({ before, after }: Change): Change {
  return { before: after, after: before };
}

/** Whether a change is about one of these, or about a part of it. */
export function isOneOf(change: Change, carried: readonly Change[]): boolean {
  const { key, of } = subjectOf(change);
  return carried.some((one) => subjectOf(one).key === key || subjectOf(one).key === of);
}

/** Whether SQL has to do with it at all, whatever it does. */
export function isSpokenOf(change: Change, commands: readonly Command[]): boolean {
  const { name, table } = subjectOf(change);
  return commands.some(
    (command) => names(command, name) && (table === null || table === name || names(command, table)),
  );
}

/** Whether a command gives something another name. */
export function isRenaming(command: Command): boolean {
  return says(command, 'rename') || says(command, 'set', 'schema');
}

/** Whether a command has to do with the table that a change is in. */
export function isIn(change: Change, command: Command): boolean {
  const { name, table } = subjectOf(change);
  return names(command, table ?? name);
}

/** The tables and views that have to be there for it to be seen whether something is made. */
export function tablesOf(changes: readonly Change[]): Set<string> {
  return new Set(
    changes.flatMap((change) => {
      const { kind, name, table, value } = subjectOf(change);
      const other = kind === 'foreign key' ? [String((value as Json)['tableTo'])] : [];
      return [table ?? name, ...other];
    }),
  );
}

export function wordsOf(changes: readonly Change[]): string {
  const verb = ({ before, after }: Change) => (!before ? 'new' : !after ? 'gone' : 'changed');
  const words = changes.slice(0, SHOWN).map((change) => `${nameOf(change)} (${verb(change)})`);
  if (changes.length > SHOWN) words.push(`${changes.length - SHOWN} more`);
  return listOf(words);
}
