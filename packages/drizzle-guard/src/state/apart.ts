import { differing, type Change } from './changes';
import { compare, subjectOf } from './compare';
import { entitiesOf } from './entities';
import type { Entity } from './entity';
import { isMap, type Json } from './json';
import { nameOf } from './words';

/** What a branch of migrations leads to: a whole state. */
export interface Branch {
  state: Json;
  /** Tables that its SQL makes anew, as it knows them (SQLite). */
  rebuilt: ReadonlySet<string>;
}

/**
 * The first two changes of two branches that do not go together: both are about one thing, or one drops what the other
 * uses; of what drizzle-kit itself calls conflicting in whole states (1.0.0-rc.5, `ConflictListCommutativity`) also a
 * table that one makes anew and the other changes, and for MySQL constraints of one table.
 *
 * @param before the state that both continue; null where they have nothing in common
 * @returns what each of them does, in words; null where they go together
 */
export function branchesApart(
  before: Json | null,
  one: Branch,
  other: Branch,
  dialect: string | null,
): [string, string] | null {
  const start = before ?? { ...one.state, ddl: [] };
  const [mine, theirs] = [one, other].map((branch) => changesIn(start, branch)) as [Own[], Own[]];
  for (const own of mine)
    for (const their of theirs)
      if (isApart(own, their) || isApart(their, own) || (dialect === 'mysql' && areConstraints(own, their)))
        return [own.words, their.words];
  return null;
}

/** A change of a branch, with what it rests on. */
interface Own {
  change: Change;
  /** What it, and what comes with it, has to find there. */
  uses: readonly string[];
  rebuilt: ReadonlySet<string>;
  words: string;
}

function changesIn(before: Json, { state, rebuilt }: Branch): Own[] {
  const [was, all] = differing(before, state).map(entitiesOf) as [Entity[], Entity[]];
  return compare(was, all).map((change): Own => {
    const { after } = change;
    const parts = after && !change.before ? all.filter(({ of }) => of === after.key) : [];
    const uses = after ? [after, ...parts].flatMap(usedBy) : [];
    return { change, uses, rebuilt, words: `${verbOf(change)} ${nameOf(change)}` };
  });
}

function verbOf({ before, after }: Change): string {
  return before && after ? 'change' : after ? 'add' : 'drop';
}

function isApart({ change, rebuilt }: Own, other: Own): boolean {
  const [own, their] = [subjectOf(change), subjectOf(other.change)];
  if (own.key === their.key) return true;
  if (change.after === null && (their.of === own.key || other.uses.includes(placeOf(own)))) return true;
  // Made anew as one branch knows it, a table loses what the other has changed of it.
  const table = tableOf(own);
  return table !== null && rebuilt.has(table) && table === tableOf(their);
}

function tableOf({ kind, table, name }: Entity): string | null {
  return kind === 'table' ? name : table;
}

const CONSTRAINTS = new Set(['foreign key', 'check']);

/** drizzle-kit looks at the table of a constraint only. */
function areConstraints({ change: one }: Own, { change: other }: Own): boolean {
  const [own, their] = [subjectOf(one), subjectOf(other)];
  if (own.of !== their.of || !CONSTRAINTS.has(own.kind) || !CONSTRAINTS.has(their.kind)) return false;
  return own.kind === their.kind || one.after === null || other.after === null;
}

/** The tables and columns that something is made on, by their places. */
function usedBy({ kind, value, schema, table }: Entity): string[] {
  if (!isMap(value) || table === null) return [];
  const own = namesIn(value['columns']).map((column) => columnPlace(schema, table, column));
  if (kind !== 'foreign key') return kind === 'column' ? [] : own;
  const to = String(value['tableTo']);
  const schemaTo = typeof value['schemaTo'] === 'string' ? value['schemaTo'] : schema;
  const others = namesIn(value['columnsTo']).map((column) => columnPlace(schemaTo, to, column));
  return [...own, ...others, columnPlace(schemaTo, to, '')];
}

/** Of an index they are more than names. */
function namesIn(columns: unknown): string[] {
  return (Array.isArray(columns) ? columns : []).map((column) =>
    String(isMap(column) ? column['value'] : column),
  );
}

function placeOf({ kind, schema, table, name }: Entity): string {
  if (kind === 'table') return columnPlace(schema, name, '');
  return kind === 'column' && table !== null ? columnPlace(schema, table, name) : '';
}

function columnPlace(schema: string | null, table: string, column: string): string {
  return JSON.stringify([schema ?? '', table, column]);
}
