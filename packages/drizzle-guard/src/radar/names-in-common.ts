import { commandsOf } from '../sql/commands';
import { isOfRows, madeBy, namesIn, type Touches } from './touches';

/** What hangs together in a database before anything is added: a view and its table, a trigger and what it writes. */
export interface Ties {
  /** By a name, all that it is tied to, itself among them. */
  close(names: ReadonlySet<string>, withKeys: boolean): ReadonlySet<string>;
}

interface Told {
  sql: string;
}

/**
 * The ties that statements have made. Null where something in the database sees every statement (an event trigger).
 * @param statements of all that has landed
 */
export function tiesOf(statements: readonly Told[]): Ties | null {
  const commands = statements.flatMap((statement) =>
    commandsOf(statement.sql).filter((one) => !isOfRows(one)),
  );
  if (
    commands.some((one) =>
      one.some((word, at) => /^event$/i.test(word) && /^trigger$/i.test(one[at + 1] ?? '')),
    )
  )
    return null;
  const objects = new Set(commands.flatMap(madeBy));
  const always = new Groups();
  const withKeys = new Groups();
  const tie = (names: Iterable<string>, isKey: boolean) => {
    const known = [...names].filter((name) => objects.has(name));
    for (const name of known.slice(1)) {
      withKeys.join(known[0]!, name);
      if (!isKey) always.join(known[0]!, name);
    }
  };
  for (const { sql } of statements) {
    // What a body does is done by who calls it: all of it is one.
    if (/\$\w*\$|\b(?:function|procedure|trigger|rule|do)\b/i.test(sql)) tie(namesIn(sql), false);
    else
      for (const command of commandsOf(sql))
        if (!isOfRows(command)) tie(namesIn(command.join(' ')), isForeignKey(command));
  }
  return {
    close: (names, keys) => (keys ? withKeys : always).close(names),
  };
}

/** Whether two have nothing to do with each other, as far as their text and what has landed tell. */
export function areApart(one: Touches | null, other: Touches | null, ties: Ties | null): boolean {
  if (one === null || other === null || ties === null) return false;
  return !reaches(one, other, ties) && !reaches(other, one, ties);
}

function reaches(one: Touches, other: Touches, ties: Ties): boolean {
  const reached = ties.close(one.changed, !one.isAdding || !other.isAdding);
  return [...other.named].some((name) => reached.has(name));
}

function isForeignKey(command: readonly string[]): boolean {
  const words = command.map((word) => word.toLowerCase());
  const isTable = words.includes('table') && words.includes('references');
  return isTable && !words.some((word) => ['inherits', 'partition', 'like', 'owned'].includes(word));
}

/** Names that hang together. */
class Groups {
  readonly #parents = new Map<string, string>();
  readonly #members = new Map<string, string[]>();

  join(one: string, other: string): void {
    const [first, second] = [this.#rootOf(one), this.#rootOf(other)];
    if (first === second) return;
    this.#parents.set(second, first);
    this.#members.set(first, [...this.#of(first), ...this.#of(second)]);
  }

  close(names: ReadonlySet<string>): Set<string> {
    return new Set([...names].flatMap((name) => this.#of(this.#rootOf(name))));
  }

  #of(root: string): string[] {
    return this.#members.get(root) ?? [root];
  }

  #rootOf(name: string): string {
    let at = name;
    for (let up = this.#parents.get(at); up !== undefined; up = this.#parents.get(at)) at = up;
    return at;
  }
}
