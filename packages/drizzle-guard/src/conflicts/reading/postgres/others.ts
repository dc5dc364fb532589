import type { Node } from '@pgsql/types';
import { rowsOf, type Effect } from '../effect';
import type { Standing } from '../standing';
import { keyOf, type Thing } from '../thing';
import { thingNamed } from './drops';
import { unquoted, usedIn, usesOf } from './expressions';
import { writtenIn } from './function-body';
import { constantOf, inTable, meaningOf, namesIn, qualified, relationOf, typeOf, type NodeOf } from './names';
import { numbersSet, replaced, rolesIn } from './objects';
import { optionsSet, readOf } from './tables';

export function createSchema({
  schemaname = '',
  if_not_exists = false,
}: NodeOf<'CreateSchemaStmt'>): Effect[] {
  return [
    {
      does: 'make',
      thing: { kind: 'schema', path: [schemaname] },
      on: [],
      forgiving: if_not_exists,
      value: '',
    },
  ];
}

export function createExtension({
  extname = '',
  if_not_exists = false,
}: NodeOf<'CreateExtensionStmt'>): Effect[] {
  return [
    {
      does: 'make',
      thing: { kind: 'extension', path: [extname] },
      on: [],
      forgiving: if_not_exists,
      value: '',
    },
  ];
}

export function createRole({ role = '', options }: NodeOf<'CreateRoleStmt'>): Effect[] {
  return [
    {
      does: 'make',
      thing: { kind: 'role', path: [role] },
      on: [],
      forgiving: false,
      value: meaningOf(options ?? null),
    },
  ];
}

export function alterRole({ role, options = [] }: NodeOf<'AlterRoleStmt'>): Effect[] {
  const list: Node = { List: { items: options } };
  return roleIn(role).flatMap((thing) => optionsSet(thing, list, 'attribute'));
}

/** `ALTER ROLE … SET`: of all settings, where none is named. */
export function alterRoleSet({ role, database = '', setstmt }: NodeOf<'AlterRoleSetStmt'>): Effect[] | null {
  const name = setstmt?.name;
  if (name === undefined) return null;
  const value = meaningOf(setstmt?.args ?? null);
  return roleIn(role).map((thing): Effect => ({
    ...{ does: 'set', thing, aspect: `setting ${name} in ${database}`, value },
  }));
}

/** A role that others become members of, or are no more. */
export function grantRole(statement: NodeOf<'GrantRoleStmt'>): Effect[] {
  const { granted_roles = [], grantee_roles = [], is_grant = false, opt } = statement;
  const value = is_grant ? `granted ${meaningOf(opt ?? null)}` : 'revoked';
  const members = rolesIn(grantee_roles);
  const granted = granted_roles.flatMap((node): Thing[] =>
    'AccessPriv' in node ? [{ kind: 'role', path: [node.AccessPriv.priv_name ?? ''] }] : [],
  );
  return [
    ...[...members, ...granted].map((thing): Effect => ({ does: 'use', thing })),
    ...granted.flatMap((thing) =>
      members.map(({ path }): Effect => ({ does: 'set', thing, aspect: `member ${path[0]}`, value })),
    ),
  ];
}

function roleIn(role: NodeOf<'RoleSpec'> | undefined): Thing[] {
  return rolesIn(role ? [{ RoleSpec: role }] : []);
}

/** A body in SQL is looked at when it is made, one in another language when it is run. */
export function createFunction(
  statement: NodeOf<'CreateFunctionStmt'>,
  known: Standing,
  bodyOf: (sql: string) => readonly Node[] | null,
): Effect[] {
  const { funcname, parameters = [], returnType, replace = false, sql_body } = statement;
  const { language, texts } = writtenIn(statement);
  const body = language === 'sql' ? texts.flatMap((text) => bodyOf(text) ?? []) : [];
  const own = usedIn([sql_body, body], known);
  const types = [
    returnType,
    ...parameters.map((node) => ('FunctionParameter' in node ? node.FunctionParameter.argType : undefined)),
  ];
  const typesUsed = types.flatMap((type) => typeOf(type) ?? []);
  const thing = qualified('function', namesIn(funcname));
  // Several have one name, each with other arguments; who calls it says the name alone.
  const signature: Thing = {
    kind: 'function',
    path: [thing.path[0]!, `${thing.path[1]}(${argumentsOf(parameters)})`],
  };
  const isThere = replace && known.things.has(keyOf(signature));
  const made: Effect[] = isThere
    ? replaced(thing, [], meaningOf(statement), true, known)
    : [
        { does: 'make', thing, on: typesUsed, forgiving: true, value: '' },
        { does: 'make', thing: signature, on: [thing], forgiving: replace, value: meaningOf(statement) },
      ];
  return [...made, ...usesOf({ ...own, others: [...own.others, ...typesUsed] })];
}

function argumentsOf(parameters: readonly Node[]): string {
  const types = parameters.flatMap((node) =>
    'FunctionParameter' in node ? (node.FunctionParameter.argType ?? []) : [],
  );
  return types.map(({ names }) => namesIn(names).at(-1)).join(', ');
}

export function comment({ objtype, object, comment: text }: NodeOf<'CommentStmt'>): Effect[] {
  const thing = thingNamed(objtype, object);
  return thing ? [{ does: 'set', thing, aspect: 'comment', value: text ?? '' }] : [];
}

/** `ALL PRIVILEGES`, whatever it is on. */
const ALL = [
  ...['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'],
  ...['usage', 'execute', 'create', 'connect', 'temporary'],
];

/** Who may do what: two may be given something, in any order; what one takes the other may not give. */
export function grant(statement: NodeOf<'GrantStmt'>): Effect[] {
  const { objects = [], objtype, targtype, privileges = [], grantees = [], is_grant = false } = statement;
  const value = is_grant ? 'granted' : 'revoked';
  const names = privileges.flatMap((node) =>
    'AccessPriv' in node ? (node.AccessPriv.priv_name ?? 'all') : [],
  );
  const columns = privileges.flatMap((node) => ('AccessPriv' in node ? namesIn(node.AccessPriv.cols) : []));
  const roles = rolesIn(grantees);
  const uses = roles.map((thing): Effect => ({ does: 'use', thing }));
  const whole = targtype === 'ACL_TARGET_ALL_IN_SCHEMA';
  const things = objects.flatMap((node): Thing[] => {
    if (whole) return [{ kind: 'schema', path: namesIn([node]) }];
    const thing = thingNamed(objtype, node);
    return thing ? [thing] : [];
  });
  return [
    ...uses,
    ...things.flatMap((thing): Effect[] => [
      { does: 'use', thing },
      ...columns.map((name): Effect => ({ does: 'use', thing: inTable('column', thing, name) })),
      ...(whole ? [{ does: 'use', thing, aspect: 'members' } as const] : []),
      ...(names.length > 0 && !names.includes('all') ? names : ALL).flatMap((name) =>
        (roles.length > 0 ? roles : [{ path: ['public'] }]).map(({ path }): Effect => ({
          ...{ does: 'set', thing, aspect: `privilege ${name} ${path[0]}`, value },
        })),
      ),
    ]),
  ];
}

/** What will be granted on what is made afterwards. */
export function alterDefaultPrivileges({
  options = [],
  action,
}: NodeOf<'AlterDefaultPrivilegesStmt'>): Effect[] {
  const elements = options.flatMap((node) => ('DefElem' in node ? node.DefElem : []));
  const named = elements
    .filter(({ defname }) => defname === 'schemas')
    .flatMap(({ arg }) => (arg && 'List' in arg ? namesIn(arg.List.items) : []));
  return (named.length > 0 ? named : ['public']).flatMap((name): Effect[] => [
    { does: 'use', thing: { kind: 'schema', path: [name] }, aspect: 'members' },
    {
      does: 'set',
      thing: { kind: 'schema', path: [name] },
      aspect: `default privileges ${meaningOf(action?.grantees ?? [])}`,
      value: meaningOf(action),
    },
  ]);
}

export function createRule(statement: NodeOf<'RuleStmt'>, known: Standing): Effect[] {
  const table = relationOf(statement.relation!);
  const used = usedIn(
    [statement.actions, statement.whereClause],
    known,
    ['new', 'old'].map((name) => ({ name, table })),
  );
  const event = (['insert', 'update', 'delete'] as const).find(
    (one) => statement.event === `CMD_${one.toUpperCase()}`,
  );
  const thing: Thing = { kind: 'rule', path: [...table.path, statement.rulename ?? ''] };
  return [
    ...replaced(thing, [], meaningOf(statement), statement.replace ?? false, known),
    { does: 'use', thing: table },
    ...usesOf(used),
    ...(event ? [rowsOf(`meet ${event}`, table)] : []),
  ];
}

/** What a materialized view holds is what its tables hold at that time. */
export function refresh({ relation }: NodeOf<'RefreshMatViewStmt'>, known: Standing): Effect[] {
  const thing = relationOf(relation!);
  const on = [...(known.things.get(keyOf(thing)) ?? [])].map((key) => key.split('\0'));
  const of = (kind: Thing['kind']): Thing[] =>
    on.filter(([one]) => one === kind).map(([, ...path]) => ({ kind, path }));
  return [{ does: 'use', thing }, ...readOf(of('column'), of('relation'))];
}

/** A query by itself is run for what its functions do. */
export function select(statement: NodeOf<'SelectStmt'>, known: Standing): Effect[] {
  const used = usedIn(statement, known);
  const calls: Effect[] = (statement.targetList ?? []).flatMap((node) => {
    const call = 'ResTarget' in node ? node.ResTarget.val : undefined;
    if (!call || !('FuncCall' in call) || namesIn(call.FuncCall.funcname).at(-1) !== 'setval') return [];
    const [of] = call.FuncCall.args ?? [];
    const value = meaningOf(call);
    const column = columnOfSequence(of);
    if (column) return [{ does: 'set', thing: column, aspect: 'numbers', value } as const];
    const thing = used.others.find(({ kind }) => kind === 'relation');
    if (!thing || !constantOf(of)) return [];
    return [{ does: 'set', thing, aspect: 'value', value } as const, ...numbersSet(thing, value, known)];
  });
  return [...usesOf(used), ...calls];
}

/** `pg_get_serial_sequence('app.users', 'id')`. */
function columnOfSequence(node: Node | undefined): Thing | null {
  if (!node || !('FuncCall' in node)) return null;
  const { funcname, args = [] } = node.FuncCall;
  const [table, column] = args.map(constantOf);
  if (namesIn(funcname).at(-1) !== 'pg_get_serial_sequence' || !table || !column) return null;
  return inTable('column', qualified('relation', unquoted(table)), column);
}

/** It is made of columns, and drops with them. */
export function createStatistics({ exprs, relations }: NodeOf<'CreateStatsStmt'>, known: Standing): Effect[] {
  const used = usedIn([exprs, relations], known);
  const elements = (exprs ?? []).flatMap((node) => ('StatsElem' in node ? (node.StatsElem.name ?? []) : []));
  const columns = used.tables.flatMap((table) => elements.map((name) => inTable('column', table, name)));
  return usesOf({ ...used, columns: [...used.columns, ...columns] }, false);
}
