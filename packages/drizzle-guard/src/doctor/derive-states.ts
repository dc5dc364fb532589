import { commandsOf } from '../sql/commands';
import { isNamedIn } from './named-in';
import { unitsBetween, withUnits, meaningOf, type State, type Unit } from './units';

/** States that were worked out, or the words for why they cannot be. */
export type Derived = { states: State[] } | { why: string };

/**
 * Works out the states that are missing between two that are known. Each thing in which the two differ belongs to the
 * one migration whose SQL names it; where none names it, or several do, it is not known and nothing is guessed.
 *
 * @param before the last known state
 * @param sqls the SQL of the migrations whose states are missing, and of the one after them
 * @param after its state
 */
export function statesBetween(before: State, sqls: readonly string[], after: State): Derived {
  if (before['version'] !== after['version'] || before['dialect'] !== after['dialect'])
    return { why: 'the snapshots around it are of different formats' };
  const owned: Unit[][] = sqls.map(() => []);
  const commands = sqls.map(commandsOf);
  for (const unit of unitsBetween(before, after)) {
    const owners = commands.flatMap((own, position) => (isNamedIn(own, unit) ? [position] : []));
    if (owners.length !== 1)
      return { why: `${wordsOf(unit)} is named by ${owners.length === 0 ? 'none' : 'several'} of them` };
    owned[owners[0]!]!.push(unit);
  }
  const states: State[] = [];
  let state = before;
  for (const units of owned.slice(0, -1)) {
    state = withUnits(state, units);
    states.push(state);
  }
  return { states };
}

/**
 * The state of a migration that was made in parallel to the one before it: its own, with what the other has added.
 *
 * @param parent the state that both continue
 * @param first that of the migration before it
 * @param second its own, which lacks the changes of the first
 */
export function mergedState(parent: State, first: State, second: State, sql: string): Derived {
  const theirs = unitsBetween(parent, first);
  const mine = unitsBetween(parent, second);
  const missing = theirs.filter((unit) => !mine.some((own) => isSamePlace(own, unit)));
  const clash = theirs.find((unit) =>
    mine.some((own) => isSamePlace(own, unit) && meaningOf(own.after) !== meaningOf(unit.after)),
  );
  if (clash) return { why: `both change ${wordsOf(clash)}` };
  const state = withUnits(second, missing);
  const commands = commandsOf(sql);
  const strange = unitsBetween(first, state).find((unit) => !isNamedIn(commands, unit));
  if (strange) return { why: `its SQL does not name ${wordsOf(strange)}` };
  return { states: [state] };
}

/** One is the other, or holds it: a column of a table that the other side has dropped. */
function isSamePlace({ path: one }: Unit, { path: other }: Unit): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((key, position) => key === other[position]);
}

const KINDS: Readonly<Record<string, string>> = {
  tables: 'table',
  columns: 'column',
  indexes: 'index',
  foreignKeys: 'foreign key',
  compositePrimaryKeys: 'primary key',
  uniqueConstraints: 'unique constraint',
  checkConstraints: 'check constraint',
  checkConstraint: 'check constraint',
  policies: 'policy',
  enums: 'enum',
  schemas: 'schema',
  sequences: 'sequence',
  roles: 'role',
  views: 'view',
};

/** "column name of users". */
export function wordsOf({ path, name, table }: Unit): string {
  const kind = KINDS[path.at(-2)!] ?? path.at(-1)!;
  return `${kind} ${name}${table === null || table === name ? '' : ` of ${table}`}`;
}
