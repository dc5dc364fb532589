import type { Node } from '@pgsql/types';
import type { Effect } from '../effect';
import type { Standing } from '../standing';
import { keyOf, type Thing, type ThingKind } from '../thing';
import { FIRST_SCHEMA, inTable, namesIn, qualified, relationOf, type NodeOf } from './names';

/** What the kinds of Postgres are here; `inTable` for what is named with its table. */
const KINDS: { readonly [type: string]: ThingKind | undefined } = {
  ...{
    OBJECT_TABLE: 'relation',
    OBJECT_VIEW: 'relation',
    OBJECT_MATVIEW: 'relation',
    OBJECT_INDEX: 'relation',
  },
  ...{
    OBJECT_SEQUENCE: 'relation',
    OBJECT_FOREIGN_TABLE: 'relation',
    OBJECT_TYPE: 'type',
    OBJECT_DOMAIN: 'type',
  },
  ...{ OBJECT_FUNCTION: 'function', OBJECT_PROCEDURE: 'function', OBJECT_ROUTINE: 'function' },
  ...{
    OBJECT_AGGREGATE: 'function',
    OBJECT_SCHEMA: 'schema',
    OBJECT_EXTENSION: 'extension',
    OBJECT_ROLE: 'role',
  },
  ...{
    OBJECT_TRIGGER: 'trigger',
    OBJECT_POLICY: 'policy',
    OBJECT_RULE: 'rule',
    OBJECT_TABCONSTRAINT: 'constraint',
  },
  ...{ OBJECT_COLUMN: 'column', OBJECT_ATTRIBUTE: 'column' },
};

const OF_TABLES: ReadonlySet<ThingKind> = new Set(['trigger', 'policy', 'rule', 'constraint', 'column']);

/** The thing that a statement names by its kind; null for one of a kind that is not followed. */
export function thingNamed(type: string | undefined, node: Node | undefined): Thing | null {
  const kind = KINDS[type ?? ''];
  if (!kind || !node) return null;
  const names = wordsIn(node);
  if (names.length === 0) return null;
  if (kind === 'schema' || kind === 'extension' || kind === 'role') return { kind, path: [names.at(-1)!] };
  if (!OF_TABLES.has(kind)) return qualified(kind, names);
  const [name, table, schema = FIRST_SCHEMA] = [...names].reverse();
  return { kind, path: [schema, table ?? '', name!] };
}

function wordsIn(node: Node): string[] {
  if ('List' in node) return namesIn(node.List.items);
  if ('TypeName' in node) return namesIn(node.TypeName.names);
  if ('ObjectWithArgs' in node) return namesIn(node.ObjectWithArgs.objname);
  if ('RangeVar' in node) return relationOf(node.RangeVar).path.slice();
  return namesIn([node]);
}

export function drop({
  objects = [],
  removeType,
  missing_ok = false,
  behavior,
}: NodeOf<'DropStmt'>): Effect[] {
  return objects.flatMap((node): Effect[] => {
    const thing = thingNamed(removeType, node);
    const isRefused = behavior !== 'DROP_CASCADE';
    return thing ? [{ does: 'drop', thing, forgiving: missing_ok, isRefused }] : [];
  });
}

export function dropRole({ roles = [], missing_ok = false }: NodeOf<'DropRoleStmt'>): Effect[] {
  return roles.flatMap((node): Effect[] =>
    'RoleSpec' in node
      ? [
          {
            does: 'drop',
            thing: { kind: 'role', path: [node.RoleSpec.rolename ?? ''] },
            forgiving: missing_ok,
          },
        ]
      : [],
  );
}

/** A table has a type of its own name, a key an index. */
export function rename(statement: NodeOf<'RenameStmt'>, known: Standing): Effect[] {
  const { renameType, relation, subname, newname = '', object } = statement;
  const kind = KINDS[renameType ?? ''];
  if (!kind) return [];
  const table = relation ? relationOf(relation) : null;
  if (kind === 'schema' || kind === 'role') return [renamed({ kind, path: [subname ?? ''] }, newname)];
  if (OF_TABLES.has(kind) && table) {
    const thing = inTable(kind, table, subname ?? '');
    const index: Thing = { kind: 'relation', path: [table.path[0]!, subname ?? ''] };
    const use: Effect = { does: 'use', thing: table };
    if (kind === 'column')
      return [use, renamed(thing, newname), { does: 'add', thing: table, aspect: 'columns' }];
    const isKey = kind === 'constraint' && known.things.get(keyOf(index))?.has(keyOf(thing));
    return [use, renamed(thing, newname), ...(isKey ? [renamed(index, newname)] : [])];
  }
  const thing = table ?? thingNamed(renameType, object);
  if (!thing) return [];
  const type: Effect[] = /TABLE|VIEW/.test(renameType ?? '')
    ? [renamed({ kind: 'type', path: thing.path }, newname)]
    : [];
  return [renamed(thing, newname), ...type];
}

function renamed(thing: Thing, name: string): Effect {
  return { does: 'rename', thing, to: { kind: thing.kind, path: [...thing.path.slice(0, -1), name] } };
}

/** SET SCHEMA is another path, too. */
export function moveToSchema(statement: NodeOf<'AlterObjectSchemaStmt'>): Effect[] {
  const { relation, objectType, object, newschema = '' } = statement;
  const thing = relation ? relationOf(relation) : thingNamed(objectType, object);
  if (!thing) return [];
  return [
    { does: 'use', thing: { kind: 'schema', path: [newschema] } },
    { does: 'rename', thing, to: { kind: thing.kind, path: [newschema, ...thing.path.slice(1)] } },
  ];
}
