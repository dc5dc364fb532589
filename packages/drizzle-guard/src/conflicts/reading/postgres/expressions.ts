import type { Node } from '@pgsql/types';
import type { Use } from '../effect';
import { columnsOf, hasColumn, type Standing } from '../standing';
import { keyOf, type Thing } from '../thing';
import { constantOf, inTable, namesIn, qualified, relationOf, typeOf, type NodeOf } from './names';

/** A table that is meant by its own name, or by another. */
export interface Named {
  name: string;
  table: Thing;
}

/** What an expression or a query uses. */
export interface Used {
  /** Tables and views, without those that it makes itself with WITH. */
  tables: Thing[];
  columns: Thing[];
  /** Tables of which it takes every column. */
  whole: Thing[];
  /** Types, functions, sequences, values of enums. */
  others: Thing[];
}

/**
 * Reads what is used in a tree of nodes. A column that names no table is of those that have it.
 * @param own tables that are meant beside those that it names: that of a constraint, or an UPDATE
 */
export function usedIn(tree: unknown, known: Standing, own: readonly Named[] = []): Used {
  const found: Used = { tables: [], columns: [], whole: [], others: [] };
  const scope = [...own, ...tablesNamed(tree)];
  found.tables = scope.filter((one) => !own.includes(one)).map(({ table }) => table);
  walk(tree, (kind, fields) => {
    const reader = READERS[kind];
    reader?.(fields as never, { found, scope, known });
  });
  return found;
}

/** The same as what it wants to be there, and to stay of its type. */
export function usesOf(used: Used, isOfTypes = true): Use[] {
  const there = [...used.tables, ...used.columns, ...used.others].map((thing): Use => ({
    does: 'use',
    thing,
  }));
  const types = used.columns.map((thing): Use => ({ does: 'use', thing, aspect: 'type' }));
  const whole = used.whole.map((thing): Use => ({ does: 'use', thing, aspect: 'columns' }));
  return [...there, ...(isOfTypes ? types : []), ...whole];
}

/** On what something rests that is made of it. */
export function restsOn({ tables, columns, others }: Used): Thing[] {
  return [...tables, ...columns, ...others];
}

/** What a constant of a column means: of an enum a value that has to be there. */
export function useOfConstant(column: Thing, value: string, known: Standing): Use[] {
  const type = known.columns.get(keyOf(column))?.type;
  return type ? useOfValue(type, value, known) : [];
}

/** The value of an enum; nothing of another type. */
export function useOfValue(type: Thing, value: string, { labels }: Standing): Use[] {
  if (!labels.has(keyOf(type)) || value === 'NULL') return [];
  return [{ does: 'use', thing: { kind: 'value', path: [...type.path, value] } }];
}

interface Place {
  found: Used;
  scope: readonly Named[];
  known: Standing;
}

const READERS: { [kind: string]: ((fields: never, place: Place) => void) | undefined } = {
  ColumnRef({ fields = [] }: NodeOf<'ColumnRef'>, { found, scope, known }) {
    const names = namesIn(fields);
    const isStar = fields.some((field) => 'A_Star' in field);
    const [name, table] = isStar ? [null, names.at(-1)] : [names.at(-1)!, names.at(-2)];
    const meant = table === undefined ? scope : scope.filter((one) => one.name === table);
    if (name === null)
      for (const one of meant) {
        found.whole.push(one.table);
        for (const [column] of columnsOf(known, one.table))
          found.columns.push(inTable('column', one.table, column));
      }
    else for (const one of having(meant, name, known)) found.columns.push(inTable('column', one.table, name));
  },
  FuncCall({ funcname, args = [] }: NodeOf<'FuncCall'>, { found }) {
    const names = namesIn(funcname);
    if (names[0] === 'pg_catalog') return;
    found.others.push(qualified('function', names));
    const sequence = /^(?:next|set|curr)val$/.test(names.at(-1)!) ? constantOf(args[0]) : undefined;
    if (sequence !== undefined) found.others.push(qualified('relation', unquoted(sequence)));
  },
  A_Expr({ lexpr, rexpr }: NodeOf<'A_Expr'>, { found, scope, known }) {
    const [column, other] = lexpr && 'ColumnRef' in lexpr ? [lexpr, rexpr] : [rexpr, lexpr];
    if (!column || !('ColumnRef' in column)) return;
    const [name, table] = namesIn(column.ColumnRef.fields).reverse();
    const meant = table === undefined ? scope : scope.filter((one) => one.name === table);
    const values = other && 'List' in other ? (other.List.items ?? []) : [other];
    for (const one of name === undefined ? [] : having(meant, name, known))
      for (const value of values.map(constantOf))
        if (value !== undefined)
          found.others.push(
            ...useOfConstant(inTable('column', one.table, name!), value, known).map(({ thing }) => thing),
          );
  },
  TypeName(type: NodeOf<'TypeName'>, { found }) {
    const thing = typeOf(type);
    if (thing) found.others.push(thing);
  },
  TypeCast({ arg, typeName }: NodeOf<'TypeCast'>, { found, known }) {
    const type = typeOf(typeName);
    if (!type) return;
    found.others.push(type);
    const value = constantOf(arg);
    if (value !== undefined && known.labels.has(keyOf(type)))
      found.others.push({ kind: 'value', path: [...type.path, value] });
  },
};

/** Of which tables a column is; of the only one, where none is known to have it. */
function having(scope: readonly Named[], column: string, known: Standing): readonly Named[] {
  const those = scope.filter(({ table }) => hasColumn(known, table, column));
  if (those.length > 0) return those;
  const unknown = scope.filter(({ table }) => columnsOf(known, table).length === 0);
  return unknown.length > 0 ? unknown : scope.length === 1 ? scope : [];
}

/** `app."Users"` as its words. */
export function unquoted(name: string): string[] {
  return (name.match(/"(?:[^"]|"")*"|[^."]+/g) ?? []).map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
  );
}

function tablesNamed(tree: unknown): Named[] {
  const tables: Named[] = [];
  const made = new Set<string>();
  walk(tree, (kind, fields) => {
    if (kind === 'CommonTableExpr') made.add((fields as NodeOf<'CommonTableExpr'>).ctename ?? '');
    if (kind !== 'RangeVar') return;
    const variable = fields as NodeOf<'RangeVar'>;
    tables.push({ name: variable.alias?.aliasname ?? variable.relname!, table: relationOf(variable) });
  });
  return tables.filter(({ table }) => !made.has(table.path[1]!));
}

/** Goes through a tree, each node with its kind; also where a field holds one without saying its kind. */
export function walk(tree: unknown, visit: (kind: string, fields: unknown) => void): void {
  if (Array.isArray(tree)) for (const one of tree as Node[]) walk(one, visit);
  else if (typeof tree === 'object' && tree !== null)
    for (const [key, value] of Object.entries(tree)) {
      if (/^[A-Z]/.test(key)) visit(key, value);
      else if (key === 'typeName') visit('TypeName', value);
      else if (key === 'relation' && isRangeVar(value)) visit('RangeVar', value);
      walk(value, visit);
    }
}

function isRangeVar(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'relname' in value;
}
