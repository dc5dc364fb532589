import type { Node } from '@pgsql/types';
import { rowsOf, type ColumnFacts, type Effect, type Rows } from '../effect';
import { columnsOf, type Standing } from '../standing';
import type { Thing } from '../thing';
import { usedIn, useOfConstant, usesOf } from './expressions';
import { constantOf, inTable, namesIn, relationOf, type NodeOf } from './names';
import { readOf } from './tables';

export function insert(statement: NodeOf<'InsertStmt'>, known: Standing): Effect[] {
  const { relation, cols = [], selectStmt, onConflictClause } = statement;
  const table = relationOf(relation!);
  const all = columnsOf(known, table);
  const named = cols.flatMap((node) => ('ResTarget' in node ? (node.ResTarget.name ?? '') : []));
  const columns = named.length > 0 ? named : all.map(([name]) => name);
  const rows = valuesIn(selectStmt);
  const given = columns.map((name, at): [string, (string | undefined)[]] => [
    name,
    rows.map((row) => constantOf(row[at])),
  ]);
  const isOf = (name: string, values: readonly (string | undefined)[]): [string, string | null] => [
    name,
    rows.length === 0 || values.includes(undefined) ? null : values.length === 1 ? values[0]! : null,
  ];
  const left = all.filter(([name]) => !columns.includes(name));
  const constants = given.filter(([, values]) => values.length > 0 && !values.includes(undefined)) as [
    string,
    string[],
  ][];
  const where = new Map([
    ...constants.map(([name, values]): [string, Set<string>] => [name, new Set(values)]),
    ...left.map(([name, facts]): [string, Set<string>] => [name, new Set([leftOut(facts)])]),
  ]);
  const used = usedIn([selectStmt, onConflictClause], known, [{ name: table.path[1]!, table }]);
  const effects: Effect[] = [
    { does: 'use', thing: table },
    ...columns.flatMap((name): Effect[] => columnGiven(inTable('column', table, name))),
    ...columns.map((name): Effect => ({
      ...{ does: 'use', thing: inTable('column', table, name), aspect: 'identity' },
    })),
    ...left.flatMap(([name, facts]): Effect[] =>
      facts.default === 'number'
        ? [
            { does: 'use', thing: inTable('column', table, name), aspect: 'numbers' },
            // MySQL tells of its table where they go on.
            { does: 'use', thing: table, aspect: 'option numbers' },
          ]
        : [],
    ),
    ...keysOf(onConflictClause).map((name): Effect => ({
      ...{ does: 'use', thing: inTable('column', table, name), aspect: 'unique' },
    })),
    ...constants.flatMap(([name, values]) =>
      values.flatMap((value) => useOfConstant(inTable('column', table, name), value, known)),
    ),
    ...usesOf(used),
    ...readOf(used.columns, used.tables),
    ...left.map(([name]): Effect => ({
      does: 'use',
      thing: inTable('column', table, name),
      aspect: 'default',
    })),
    rowsOf('insert', table, {
      sets: new Map(given.map(([name, values]) => isOf(name, values))),
      reads: new Set(left.flatMap(([name, facts]) => (facts.default === 'number' ? name : []))),
      where,
      forgiving: onConflictClause?.action === 'ONCONFLICT_NOTHING',
    }),
  ];
  return effects;
}

/** The columns by which ON CONFLICT tells that a row is there: without a key of them it is refused. */
function keysOf(clause: NodeOf<'InsertStmt'>['onConflictClause']): string[] {
  return (clause?.infer?.indexElems ?? []).flatMap((node) =>
    'IndexElem' in node ? (node.IndexElem.name ?? []) : [],
  );
}

/** What a column holds that is not given; of what is not known no constant. */
function leftOut({ default: kind, constant }: ColumnFacts): string {
  return kind === 'none' ? 'NULL' : (constant ?? '(computed)');
}

function columnGiven(thing: Thing): Effect[] {
  return [
    { does: 'use', thing },
    { does: 'use', thing, aspect: 'type' },
  ];
}

function valuesIn(query: Node | undefined): Node[][] {
  if (!query || !('SelectStmt' in query)) return [];
  return (query.SelectStmt.valuesLists ?? []).map((list) => ('List' in list ? (list.List.items ?? []) : []));
}

export function update(statement: NodeOf<'UpdateStmt'>, known: Standing): Effect[] {
  const { relation, targetList = [], whereClause, fromClause, withClause } = statement;
  const table = relationOf(relation!);
  const own = [{ name: relation!.alias?.aliasname ?? table.path[1]!, table }];
  const targets = targetList.flatMap((node) => ('ResTarget' in node ? node.ResTarget : []));
  const values = targets.map(({ val }) => val);
  const used = usedIn([whereClause, fromClause, withClause, ...values], known, own);
  const isOwn = ({ path }: Thing) => path[0] === table.path[0] && path[1] === table.path[1];
  const sets = new Map(targets.map(({ name = '', val }) => [name, constantOf(val) ?? null]));
  return [
    { does: 'use', thing: table },
    ...targets.flatMap(({ name = '' }) => columnGiven(inTable('column', table, name))),
    ...targets.flatMap(({ name = '', val }) => {
      const constant = constantOf(val);
      return constant === undefined ? [] : useOfConstant(inTable('column', table, name), constant, known);
    }),
    ...usesOf(used),
    ...readOf(
      used.columns,
      used.tables.filter((one) => !isOwn(one)),
    ),
    rowsOf('update', table, {
      sets,
      adds: new Set(targets.flatMap(({ name = '', val }) => (isAdded(name, val) ? [name] : []))),
      reads: new Set(used.columns.filter(isOwn).map(({ path }) => path[2]!)),
      where: whichRows(whereClause),
    }),
  ];
}

/** `c = c + 1`: in any order it comes to the same. */
function isAdded(name: string, value: Node | undefined): boolean {
  if (!value || !('A_Expr' in value)) return false;
  const { name: operator, lexpr, rexpr } = value.A_Expr;
  return (
    /^[+-]$/.test(namesIn(operator)[0] ?? '') && columnIn(lexpr) === name && constantOf(rexpr) !== undefined
  );
}

export function remove(statement: NodeOf<'DeleteStmt'>, known: Standing): Effect[] {
  const { relation, whereClause, usingClause, withClause } = statement;
  const table = relationOf(relation!);
  const used = usedIn([whereClause, usingClause, withClause], known, [
    { name: relation!.alias?.aliasname ?? table.path[1]!, table },
  ]);
  const reads = used.columns.filter(({ path }) => path[1] === table.path[1]).map(({ path }) => path[2]!);
  return [
    { does: 'use', thing: table },
    ...usesOf(used),
    ...readOf(used.columns, used.tables),
    rowsOf('delete', table, { reads: new Set(reads), where: whichRows(whereClause) }),
  ];
}

export function truncate({ relations = [] }: NodeOf<'TruncateStmt'>): Effect[] {
  return relations.flatMap((node): Effect[] => {
    if (!('RangeVar' in node)) return [];
    const thing = relationOf(node.RangeVar);
    return [{ does: 'use', thing }, rowsOf('delete', thing)];
  });
}

/** Which rows a condition is about, as far as it says `column = constant`, IN or IS NULL, joined by AND. */
function whichRows(condition: Node | undefined): Rows['where'] {
  const rows = new Map<string, ReadonlySet<string>>();
  const read = (node: Node | undefined): void => {
    if (node && 'BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR')
      for (const one of node.BoolExpr.args ?? []) read(one);
    if (node && 'NullTest' in node && node.NullTest.nulltesttype === 'IS_NULL') {
      const name = columnIn(node.NullTest.arg);
      if (name !== null) rows.set(name, new Set(['NULL']));
    }
    if (!node || !('A_Expr' in node)) return;
    const { kind, name: operator, lexpr, rexpr } = node.A_Expr;
    if (namesIn(operator)[0] !== '=' || (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN')) return;
    const [column, other] = columnIn(lexpr) === null ? [columnIn(rexpr), lexpr] : [columnIn(lexpr), rexpr];
    const items = other && 'List' in other ? (other.List.items ?? []) : other ? [other] : [];
    const values = items.map(constantOf);
    if (column !== null && values.length > 0 && !values.includes(undefined))
      rows.set(column, new Set(values as string[]));
  };
  read(condition);
  return rows;
}

function columnIn(node: Node | undefined): string | null {
  return node && 'ColumnRef' in node ? (namesIn(node.ColumnRef.fields).at(-1) ?? null) : null;
}
