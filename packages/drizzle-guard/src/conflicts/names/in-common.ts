import { commandsOf } from '../../sql/commands';
import type { ReadMigration } from '../../replay/replay-history';
import type { Pair } from '../pair';
import { isOfRows, madeBy, namesIn, namesOf, touchesOf, type Touches } from './touches';

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
  const told = statements.map(({ sql }) => ({
    sql,
    commands: commandsOf(sql).filter((command) => !isOfRows(command)),
  }));
  const commands = told.flatMap((one) => one.commands);
  if (commands.some(isEventTrigger)) return null;
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
  for (const one of told) {
    // What a body does is done by who calls it: all of it is one.
    if (/\$\w*\$|\b(?:function|procedure|trigger|rule|do)\b/i.test(one.sql)) tie(namesIn(one.sql), false);
    else for (const command of one.commands) tie(namesOf(command), isForeignKey(command));
  }
  return {
    close: (names, keys) => (keys ? withKeys : always).close(names),
  };
}

function isEventTrigger(command: readonly string[]): boolean {
  return command.some((word, at) => /^event$/i.test(word) && /^trigger$/i.test(command[at + 1] ?? ''));
}

/**
 * Whether two branches have no name in common, nor anything that hangs together with one: then either order leads to the
 * same, and nothing need be run for it. Pure.
 * @param before what both have run before
 */
export function haveNoNameInCommon(before: readonly ReadMigration[], pair: Pair): boolean {
  const statementsOf = (side: readonly ReadMigration[]) => side.flatMap(({ statements }) => statements);
  const [one, other] = pair.map((side) => touchesOf(statementsOf(side)));
  if (!one || !other || mayMakeOneName(one, other)) return false;
  // Mostly told without all that has landed.
  const nothing = tiesOf([]);
  return areApart(one, other, nothing) && areApart(one, other, tiesOf(statementsOf(before)));
}

/** What databases end a name with that they make up of that of a table (PostgreSQL's ChooseRelationName, MySQL's keys). */
const MADE_UP = /_(?:pkey|key|fkey|check|chk|idx|seq|excl|null|ibfk)(?:_?\d+)?$/;

/** Made-up names are cut off at 63 bytes, of which this many are left of a long one (makeObjectName). */
const LEFT = 25;

/**
 * Whether a name that a database makes up for the one may be one of the other: `a` with a column `b_c`, and `a_b` with a
 * column `c`, both make up `a_b_c_seq`. In doubt they are.
 */
function mayMakeOneName(one: Touches, other: Touches): boolean {
  const mayMake = ({ changed }: Touches, { changed: others, named }: Touches) =>
    [...changed].some(
      (name) =>
        [...others].some(
          (another) =>
            another.startsWith(`${name}_`) ||
            (name.length >= LEFT && another.startsWith(name.slice(0, LEFT))),
        ) ||
        [...named].some(
          (another) => another === `_${name}` || (another.startsWith(`${name}_`) && MADE_UP.test(another)),
        ),
    );
  return mayMake(one, other) || mayMake(other, one);
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
