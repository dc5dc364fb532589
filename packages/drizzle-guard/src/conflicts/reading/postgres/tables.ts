import type { ColumnDef, Node } from '@pgsql/types';
import { rowsOf, type Effect } from '../effect';
import { columnsOf, type Standing } from '../standing';
import { keyOf, thingOf, type Thing } from '../thing';
import { columnEffects } from './columns';
import { constraintEffects } from './constraints';
import { restsOn, usedIn, useOfConstant, usesOf } from './expressions';
import { constantOf, inTable, meaningOf, relationOf, typeOf, type NodeOf } from './names';

/** A table has a type of its own; of a view and a sequence the name has to be free among types, too. */
export function relationMade(
  thing: Thing,
  on: readonly Thing[],
  forgiving: boolean,
  value: string,
): Effect[] {
  const type: Thing = { kind: 'type', path: thing.path };
  return [
    { does: 'make', thing, on, forgiving, value },
    { does: 'make', thing: type, on: [thing], forgiving, value },
  ];
}

export function createTable(statement: NodeOf<'CreateStmt'>, known: Standing): Effect[] {
  const { relation, tableElts = [], inhRelations = [], if_not_exists: forgiving = false } = statement;
  const table = relationOf(relation!);
  const parents = inhRelations.flatMap((node) => ('RangeVar' in node ? relationOf(node.RangeVar) : []));
  const effects = relationMade(table, parents, forgiving, meaningOf(statement));
  // Its columns come to it also when they are added later.
  for (const thing of parents) effects.push({ does: 'use', thing });
  // Its own columns are known from here on, to those that are made of them.
  const own: Standing = { ...known, columns: new Map(known.columns) };
  for (const node of tableElts)
    if ('ColumnDef' in node) {
      const made = columnEffects(table, node.ColumnDef, own, { isNew: true, forgiving });
      effects.push(...made);
      for (const one of made)
        if (one.does === 'make' && one.column)
          own.columns.set(`column\0${one.thing.path.join('\0')}`, one.column);
    }
  for (const node of tableElts) {
    if ('Constraint' in node)
      effects.push(...constraintEffects(table, node.Constraint, own, { isNew: true, column: null }));
    if ('TableLikeClause' in node) {
      const thing = relationOf(node.TableLikeClause.relation!);
      effects.push({ does: 'use', thing }, { does: 'use', thing, aspect: 'columns' });
    }
  }
  return forgiving ? effects.map((one) => (one.does === 'make' ? { ...one, forgiving } : one)) : effects;
}

export function createIndex(statement: NodeOf<'IndexStmt'>, known: Standing): Effect[] {
  const { idxname, relation, indexParams = [], whereClause, unique, if_not_exists = false } = statement;
  const table = relationOf(relation!);
  const own = [{ name: table.path[1]!, table }];
  const elements = [...indexParams, ...(statement.indexIncludingParams ?? [])];
  const names = elements.flatMap((node) => ('IndexElem' in node ? (node.IndexElem.name ?? []) : []));
  const used = usedIn([elements, whereClause], known, own);
  const columns = names.map((name) => inTable('column', table, name));
  const name = idxname ?? [table.path[1], ...names, 'idx'].join('_');
  const value = meaningOf({ ...statement, concurrent: undefined, if_not_exists: undefined });
  const effects: Effect[] = [
    {
      ...{
        does: 'make',
        thing: { kind: 'relation', path: [table.path[0]!, name] },
        forgiving: if_not_exists,
      },
      ...{ on: [table, ...columns, ...restsOn(used)], value },
    },
    { does: 'add', thing: table, aspect: 'parts' },
    ...columns.map((thing): Effect => ({ does: 'use', thing })),
    ...usesOf(used),
  ];
  if (unique) effects.push(rowsOf('ask', table, { reads: new Set(names) }));
  if (unique && names.length === 1)
    effects.push({ does: 'set', thing: columns[0]!, aspect: 'unique', value: 'yes' });
  return effects;
}

export function alterTable({ relation, cmds = [] }: NodeOf<'AlterTableStmt'>, known: Standing): Effect[] {
  const table = relationOf(relation!);
  return [
    { does: 'use', thing: table },
    ...cmds.flatMap((node) => ('AlterTableCmd' in node ? altered(table, node.AlterTableCmd, known) : [])),
  ];
}

function altered(table: Thing, command: NodeOf<'AlterTableCmd'>, known: Standing): Effect[] {
  const { subtype = 'AT_AddColumn', name = '', def, missing_ok: forgiving = false } = command;
  const column = inTable('column', table, name);
  const of = (aspect: string, value: string): Effect[] => [{ does: 'set', thing: column, aspect, value }];
  switch (subtype) {
    case 'AT_AddColumn':
      return columnEffects(table, definitionIn(def), known, { isNew: false, forgiving });
    case 'AT_DropColumn':
      return [
        { does: 'drop', thing: column, forgiving, isRefused: command.behavior !== 'DROP_CASCADE' },
        { does: 'add', thing: table, aspect: 'columns' },
      ];
    case 'AT_ColumnDefault':
      return def ? [...of('default', meaningOf(def)), ...defaultOf(column, def, known)] : of('default', '');
    case 'AT_SetNotNull':
      return [
        ...of('required', 'yes'),
        rowsOf('ask', table, { reads: new Set([name]), where: new Map([[name, new Set(['NULL'])]]) }),
      ];
    case 'AT_DropNotNull':
      return of('required', 'no');
    case 'AT_AlterColumnType':
      return typeSet(table, column, definitionIn(def), known);
    case 'AT_AddIdentity':
      return [
        ...of('default', `identity ${meaningOf(def)}`),
        ...of('identity', meaningOf(def)),
        { does: 'use', thing: column, aspect: 'required' },
      ];
    case 'AT_SetIdentity':
      return identitySet(column, def);
    case 'AT_DropIdentity':
      return of('default', '');
    case 'AT_DropExpression':
      return of('generated', '');
    case 'AT_AddConstraint':
      return def && 'Constraint' in def
        ? constraintEffects(table, def.Constraint, known, { isNew: false, column: null })
        : [];
    case 'AT_DropConstraint':
      return dropped(table, name, forgiving, known);
    case 'AT_ValidateConstraint':
      return [{ does: 'set', thing: inTable('constraint', table, name), aspect: 'validated', value: 'yes' }];
    case 'AT_EnableRowSecurity':
    case 'AT_DisableRowSecurity':
      return [{ does: 'set', thing: table, aspect: 'row security', value: subtype }];
    case 'AT_ForceRowSecurity':
    case 'AT_NoForceRowSecurity':
      return [{ does: 'set', thing: table, aspect: 'forced row security', value: subtype }];
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
      return optionsSet(table, def, 'option');
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
      return optionsSet(column, def, 'option');
    case 'AT_AlterConstraint':
      return constraintSet(table, def);
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_AddInherit':
    case 'AT_DropInherit':
      return [
        ...otherwise(table, command, known),
        ...[table, ...usedIn(def, known).tables].map((thing): Effect => ({
          ...{ does: 'use', thing, aspect: 'columns' },
        })),
      ];
    case 'AT_EnableTrig':
    case 'AT_EnableAlwaysTrig':
    case 'AT_EnableReplicaTrig':
    case 'AT_DisableTrig':
      return [
        { does: 'set', thing: inTable('trigger', table, name), aspect: 'state', value: subtype },
        { does: 'use', thing: table, aspect: 'triggers' },
      ];
    case 'AT_EnableTrigAll':
    case 'AT_EnableTrigUser':
    case 'AT_DisableTrigAll':
    case 'AT_DisableTrigUser':
      return [{ does: 'set', thing: table, aspect: 'triggers', value: subtype }];
    case 'AT_ClusterOn':
    case 'AT_DropCluster':
      return [
        { does: 'set', thing: table, aspect: 'cluster', value: name },
        ...(name === '' ? [] : [{ does: 'use', thing: inSchemaOf(table, name) } as const]),
      ];
    default:
      return otherwise(table, command, known);
  }
}

/** One after another, since each stands by itself. @param def a list of options, some of them with values */
export function optionsSet(thing: Thing, def: Node | undefined, aspect: string): Effect[] {
  const options = def && 'List' in def ? (def.List.items ?? []) : [];
  return options.flatMap((node): Effect[] => {
    if (!('DefElem' in node)) return [];
    const { defname = '', arg } = node.DefElem;
    return [{ does: 'set', thing, aspect: `${aspect} ${defname}`, value: meaningOf(arg ?? null) }];
  });
}

/** Its node has another name from Postgres 18 on. */
function constraintSet(table: Thing, def: Node | undefined): Effect[] {
  const [{ conname = '' } = {}] = Object.values(def ?? {}) as { conname?: string }[];
  const thing = inTable('constraint', table, conname);
  return [{ does: 'set', thing, aspect: 'deferrable', value: meaningOf(def) }];
}

/** Whether a number may be given, and which come of themselves. */
function identitySet(column: Thing, def: Node | undefined): Effect[] {
  const options = def && 'List' in def ? (def.List.items ?? []) : [];
  return options.flatMap((node): Effect[] => {
    if (!('DefElem' in node)) return [];
    const aspect = node.DefElem.defname === 'generated' ? 'identity' : 'numbers';
    return [{ does: 'set', thing: column, aspect, value: meaningOf(node) }];
  });
}

/** An index has the schema of its table. */
function inSchemaOf(table: Thing, name: string): Thing {
  return { kind: 'relation', path: [table.path[0]!, name] };
}

/** What no rule above knows: it sets something of its own. */
function otherwise(table: Thing, { subtype, name, def }: NodeOf<'AlterTableCmd'>, known: Standing): Effect[] {
  const column = name ? inTable('column', table, name) : null;
  const isColumn = column !== null && columnsOf(known, table).some(([one]) => one === name);
  return [
    {
      does: 'set',
      thing: isColumn ? column : table,
      aspect: `${subtype} ${name ?? ''}`,
      value: meaningOf(def ?? null),
    },
    ...usesOf(usedIn(def, known)),
  ];
}

function definitionIn(def: Node | undefined): ColumnDef {
  return def && 'ColumnDef' in def ? def.ColumnDef : {};
}

function defaultOf(column: Thing, value: Node, known: Standing): Effect[] {
  const constant = constantOf(value);
  return [
    { does: 'use', thing: column, aspect: 'type' },
    ...usesOf(usedIn(value, known)),
    ...(constant === undefined ? [] : useOfConstant(column, constant, known)),
  ];
}

function typeSet(table: Thing, column: Thing, definition: ColumnDef, known: Standing): Effect[] {
  const type = typeOf(definition.typeName);
  const using = usedIn(definition.raw_default, known, [{ name: table.path[1]!, table }]);
  return [
    { does: 'set', thing: column, aspect: 'type', value: meaningOf(definition) },
    ...(type ? [{ does: 'use', thing: type } as const] : []),
    ...usesOf({ ...using, columns: using.columns.filter(({ path }) => path[2] !== column.path[2]) }),
  ];
}

/** The index of a key goes with it, and that no two rows have the same in its columns. */
function dropped(table: Thing, name: string, forgiving: boolean, known: Standing): Effect[] {
  const thing = inTable('constraint', table, name);
  const isKey = known.things.has(keyOf(inSchemaOf(table, name)));
  const columns = isKey ? [...(known.things.get(keyOf(thing)) ?? [])].map(thingOf) : [];
  return [
    { does: 'drop', thing, forgiving },
    ...columns
      .filter(({ kind }) => kind === 'column')
      .map((column): Effect => ({ does: 'set', thing: column, aspect: 'unique', value: 'no' })),
  ];
}

/** `CREATE TABLE … AS`, and materialized views: what is in them is what was in others then. */
export function createAs(statement: NodeOf<'CreateTableAsStmt'>, known: Standing): Effect[] {
  const { into, query, if_not_exists: forgiving = false } = statement;
  const used = usedIn(query, known);
  return [
    ...relationMade(relationOf(into!.rel!), restsOn(used), forgiving, meaningOf(query)),
    ...usesOf(used),
    ...readOf(used.columns, used.tables),
  ];
}

/** Rows that are read, by table. */
export function readOf(columns: readonly Thing[], tables: readonly Thing[]): Effect[] {
  return tables.map((table) => {
    const own = columns.filter(({ path }) => path[0] === table.path[0] && path[1] === table.path[1]);
    return rowsOf('read', table, { reads: new Set(own.map(({ path }) => path[2]!)) });
  });
}
