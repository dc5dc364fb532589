import type { Node } from '@pgsql/types';
import { rowsOf, type Effect, type Make } from '../effect';
import type { Standing } from '../standing';
import { keyOf, thingOf, type Thing } from '../thing';
import { thingNamed } from './drops';
import { restsOn, usedIn, usesOf } from './expressions';
import { inTable, meaningOf, namesIn, qualified, relationOf, typeOf, type NodeOf } from './names';
import { relationMade } from './tables';

/** Something that is made anew under its name, or is another from now on. */
export function replaced(
  thing: Thing,
  on: readonly Thing[],
  value: string,
  isReplaced: boolean,
  known: Standing,
): Effect[] {
  if (isReplaced && known.things.has(keyOf(thing)))
    return [
      { does: 'use', thing },
      { does: 'set', thing, aspect: 'definition', value },
    ];
  return [{ does: 'make', thing, on, forgiving: isReplaced, value }];
}

export function createView({ view, query, replace = false }: NodeOf<'ViewStmt'>, known: Standing): Effect[] {
  const used = usedIn(query, known);
  const thing = relationOf(view!);
  const made = replaced(thing, restsOn(used), meaningOf(query), replace, known);
  const isNew = made[0]!.does === 'make';
  // A star over it holds the columns that it has then. What it was made of before has most likely given it none.
  const before = known.things.get(keyOf(thing));
  const isWider = used.columns.some((column) => !before?.has(keyOf(column)));
  const more: Effect[] = isWider ? [{ does: 'add', thing, aspect: 'columns' }] : [];
  return [
    ...(isNew ? relationMade(thing, restsOn(used), replace, meaningOf(query)) : [...made, ...more]),
    ...usesOf(used),
  ];
}

export function createEnum({ typeName, vals }: NodeOf<'CreateEnumStmt'>): Effect[] {
  const thing = qualified('type', namesIn(typeName));
  const labels = namesIn(vals);
  return [
    { does: 'make', thing, on: [], forgiving: false, value: meaningOf(vals), labels },
    ...labels.map((label): Effect => ({
      ...{
        does: 'make',
        thing: { kind: 'value', path: [...thing.path, label] },
        on: [],
        forgiving: false,
        value: '',
      },
    })),
  ];
}

export function alterEnum(statement: NodeOf<'AlterEnumStmt'>): Effect[] {
  const {
    typeName,
    oldVal,
    newVal = '',
    newValNeighbor,
    newValIsAfter,
    skipIfNewValExists = false,
  } = statement;
  const type = qualified('type', namesIn(typeName));
  const value = (label: string): Thing => ({ kind: 'value', path: [...type.path, label] });
  if (oldVal) return [{ does: 'rename', thing: value(oldVal), to: value(newVal) }];
  const place =
    newValNeighbor && !newValIsAfter ? { before: newValNeighbor } : { after: newValNeighbor ?? null };
  return [
    { does: 'use', thing: type },
    {
      does: 'make',
      thing: value(newVal),
      on: [],
      forgiving: skipIfNewValExists,
      value: meaningOf(place),
      place,
    },
    { does: 'set', thing: type, aspect: `place ${sideOf(place)}`, value: newVal },
    ...(newValNeighbor ? [{ does: 'use', thing: value(newValNeighbor) } as const] : []),
  ];
}

/** What is put behind one value and what is put before the next one are in one order, whichever comes first. */
function sideOf(place: NonNullable<Make['place']>): string {
  if ('before' in place) return `before ${place.before}`;
  return place.after === null ? 'at the end' : `after ${place.after}`;
}

export function createComposite(
  { typevar, coldeflist }: NodeOf<'CompositeTypeStmt'>,
  known: Standing,
): Effect[] {
  const used = usedIn(coldeflist, known);
  return [
    ...relationMade(relationOf(typevar!), restsOn(used), false, meaningOf(coldeflist)),
    ...usesOf(used),
  ];
}

export function createDomain(statement: NodeOf<'CreateDomainStmt'>, known: Standing): Effect[] {
  const thing = qualified('type', namesIn(statement.domainname));
  const used = usedIn([statement.constraints], known);
  const type = typeOf(statement.typeName);
  const on = [...restsOn(used), ...(type ? [type] : [])];
  return [
    { does: 'make', thing, on, forgiving: false, value: meaningOf(statement) },
    ...usesOf({ ...used, others: on }),
  ];
}

export function alterDomain(statement: NodeOf<'AlterDomainStmt'>, known: Standing): Effect[] {
  const thing = qualified('type', namesIn(statement.typeName));
  const { subtype = '', name = '' } = statement;
  return [
    {
      does: 'set',
      thing,
      aspect: `${/[TNO]/.test(subtype) ? '' : 'constraint'} ${name}`,
      value: meaningOf(statement),
    },
    ...usesOf(usedIn(statement.def, known)),
  ];
}

export function createSequence(statement: NodeOf<'CreateSeqStmt'>): Effect[] {
  const { sequence, options = [], if_not_exists: forgiving = false } = statement;
  const owner = ownerIn(options);
  return [
    ...relationMade(relationOf(sequence!), owner ? [owner] : [], forgiving, meaningOf(options)),
    ...(owner ? [{ does: 'use', thing: owner } as const] : []),
  ];
}

export function alterSequence({ sequence, options = [] }: NodeOf<'AlterSeqStmt'>, known: Standing): Effect[] {
  const thing = relationOf(sequence!);
  const owner = ownerIn(options);
  return [
    ...options.flatMap((node): Effect[] =>
      'DefElem' in node
        ? [
            {
              does: 'set',
              thing,
              aspect: node.DefElem.defname ?? '',
              value: meaningOf(node.DefElem.arg ?? null),
            },
          ]
        : [],
    ),
    ...(options.some((node) => 'DefElem' in node && node.DefElem.defname === 'restart')
      ? numbersSet(thing, meaningOf(options), known)
      : []),
    ...(owner ? [{ does: 'use', thing: owner } as const] : []),
  ];
}

/** The numbers that columns get of a sequence from then on. */
export function numbersSet(sequence: Thing, value: string, known: Standing): Effect[] {
  return [...(known.things.get(keyOf(sequence)) ?? [])]
    .map(thingOf)
    .filter(({ kind }) => kind === 'column')
    .map((thing): Effect => ({ does: 'set', thing, aspect: 'numbers', value }));
}

function ownerIn(options: readonly Node[]): Thing | null {
  for (const node of options)
    if ('DefElem' in node && node.DefElem.defname === 'owned_by' && node.DefElem.arg)
      return namesIn(listIn(node.DefElem.arg)).length > 1
        ? thingNamed('OBJECT_COLUMN', node.DefElem.arg)
        : null;
  return null;
}

function listIn(node: Node): Node[] {
  return 'List' in node ? (node.List.items ?? []) : [];
}

export function createTrigger(statement: NodeOf<'CreateTrigStmt'>, known: Standing): Effect[] {
  const { trigname = '', relation, funcname, columns = [], whenClause, replace = false } = statement;
  const table = relationOf(relation!);
  const own = ['new', 'old'].map((name) => ({ name, table }));
  const used = usedIn(whenClause, known, own);
  const of = namesIn(columns).map((name) => inTable('column', table, name));
  const routine = qualified('function', namesIn(funcname));
  const on = [routine, ...of, ...restsOn(used)];
  return [
    ...replaced(inTable('trigger', table, trigname), on, meaningOf(statement), replace, known),
    ...usesOf({
      ...used,
      tables: [table],
      columns: [...used.columns, ...of],
      others: [...used.others, routine],
    }),
    ...(known.idle.has(keyOf(routine)) ? [] : metBy(statement, table)),
  ];
}

/** How `pg_trigger.tgtype` tells what a trigger is called for. */
const EVENTS = [
  ['insert', 4],
  ['delete', 8],
  ['update', 16],
] as const;

function metBy({ events = 0, columns }: NodeOf<'CreateTrigStmt'>, table: Thing): Effect[] {
  return EVENTS.filter(([, bit]) => (events & bit) !== 0).map(([event]) =>
    rowsOf(`meet ${event}`, table, { reads: new Set(namesIn(columns)) }),
  );
}

export function createPolicy(statement: NodeOf<'CreatePolicyStmt'>, known: Standing): Effect[] {
  const table = relationOf(statement.table!);
  const { used, roles } = policyUses(statement, table, known);
  const thing = inTable('policy', table, statement.policy_name ?? '');
  return [
    { does: 'make', thing, on: [...restsOn(used), ...roles], forgiving: false, value: meaningOf(statement) },
    { does: 'use', thing: table },
    ...usesOf({ ...used, others: [...used.others, ...roles] }),
  ];
}

export function alterPolicy(statement: NodeOf<'AlterPolicyStmt'>, known: Standing): Effect[] {
  const table = relationOf(statement.table!);
  const { used, roles } = policyUses(statement, table, known);
  const thing = inTable('policy', table, statement.policy_name ?? '');
  const parts = { roles: statement.roles, qual: statement.qual, with_check: statement.with_check };
  return [
    ...Object.entries(parts).flatMap(([aspect, part]): Effect[] =>
      part === undefined ? [] : [{ does: 'set', thing, aspect, value: meaningOf(part) }],
    ),
    ...usesOf({ ...used, others: [...used.others, ...roles] }),
  ];
}

function policyUses(
  { qual, with_check, roles = [] }: NodeOf<'CreatePolicyStmt'> | NodeOf<'AlterPolicyStmt'>,
  table: Thing,
  known: Standing,
) {
  const used = usedIn([qual, with_check], known, [{ name: table.path[1]!, table }]);
  return { used, roles: rolesIn(roles) };
}

/** Roles that are named; `current_user` and `public` are none. */
export function rolesIn(nodes: readonly Node[]): Thing[] {
  return nodes.flatMap((node): Thing[] =>
    'RoleSpec' in node && node.RoleSpec.roletype === 'ROLESPEC_CSTRING'
      ? [{ kind: 'role', path: [node.RoleSpec.rolename ?? ''] }]
      : [],
  );
}
