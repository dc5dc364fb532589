import type { Node } from '@pgsql/types';
import type { PostgresParser } from '../../../sql/postgres-parser';
import type { Effect, Rows } from '../effect';
import { rowsBehind } from './behind';
import { copyOf, follow, type Standing } from '../standing';
import { drop, dropRole, moveToSchema, rename } from './drops';
import type { NodeOf } from './names';
import * as objects from './objects';
import * as others from './others';
import { writtenIn } from './function-body';
import { insert, remove, truncate, update } from './rows';
import { alterTable, createAs, createIndex, createTable } from './tables';

/**
 * What a text of SQL does, statement by statement; null where that cannot be read from it.
 * @param known what is there before it
 */
export function effectsIn(sql: string, known: Standing, parser: PostgresParser): Effect[] | null {
  const nodes = parser.statementsIn(sql);
  if (nodes === null) return null;
  const effects: Effect[] = [];
  let standing = known;
  for (const [at, node] of nodes.entries()) {
    const read = effectsOf(node, standing, parser, sql);
    if (read === null) return null;
    effects.push(...read);
    if (at === nodes.length - 1) break;
    standing = copyOf(standing);
    follow(standing, read);
  }
  return effects;
}

function effectsOf(node: Node, known: Standing, parser: PostgresParser, sql: string): Effect[] | null {
  if ('DoStmt' in node) return inBody(sql, known, parser);
  const [kind, fields] = Object.entries(node)[0] as [string, never];
  if (kind === 'CreateFunctionStmt') {
    const made = others.createFunction(fields, known, (text) => parser.statementsIn(text));
    const rows = rowsIn(fields, known, parser, sql);
    const isIdle = IDLE.test(sql);
    return made.map((effect) => (effect.does === 'make' ? { ...effect, rows, isIdle } : effect));
  }
  if (kind === 'VariableSetStmt') return isHarmless(fields) ? [] : null;
  const own = READERS[kind]?.(fields, known) ?? (WITHOUT_EFFECT.has(kind) ? [] : null);
  if (own === null) return null;
  const within = withinWith(fields, known, parser);
  if (within === null) return null;
  const effects = [...own, ...within];
  const isComputing = computes(kind, fields);
  const rows = rowsBehind(effects, known, isComputing || kind === 'SelectStmt');
  return [...effects, ...(isComputing ? effects.flatMap(asComputed) : []), ...rows];
}

const IDLE = /\bbegin(?:\s|--[^\n]*)+return\s+(?:new|old|null)\s*;(?:\s|--[^\n]*)*end\b/i;

/** What is written in a WITH. */
function withinWith(
  { withClause }: { withClause?: NodeOf<'WithClause'> },
  known: Standing,
  parser: PostgresParser,
): Effect[] | null {
  const queries = (withClause?.ctes ?? []).flatMap((node) =>
    'CommonTableExpr' in node ? (node.CommonTableExpr.ctequery ?? []) : [],
  );
  const effects: Effect[] = [];
  for (const query of queries) {
    if ('SelectStmt' in query) continue;
    const read = effectsOf(query, known, parser, '');
    if (read === null) return null;
    effects.push(...read);
  }
  return effects;
}

/** What the body of a function does to rows. */
function rowsIn(
  statement: NodeOf<'CreateFunctionStmt'>,
  known: Standing,
  parser: PostgresParser,
  sql: string,
): Rows[] {
  const { language, texts, nodes } = writtenIn(statement);
  const queries = language === 'sql' ? texts : (parser.bodyOf(sql)?.queries ?? []);
  const effects = [
    ...nodes.flatMap((node) => effectsOf(node, known, parser, '') ?? []),
    ...queries.flatMap((text) => effectsIn(text, known, parser) ?? []),
  ];
  return effects.flatMap((effect) => (effect.does === 'rows' ? effect : []));
}

/** Whether values are made of what it says while it runs: then what a function does matters, and not only that it is there. */
function computes(kind: string, fields: unknown): boolean {
  if (kind !== 'AlterTableStmt') return COMPUTING.has(kind);
  return /"AT_(?:AddColumn|AddConstraint|AlterColumnType)"/.test(JSON.stringify(fields));
}

const COMPUTING = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'IndexStmt', 'CreateTableAsStmt']);

function asComputed(effect: Effect): Effect[] {
  const isCall = effect.does === 'use' && effect.thing.kind === 'function';
  return isCall ? [{ ...effect, aspect: 'definition' }] : [];
}

/** What a DO block says, whatever it hangs on. */
function inBody(sql: string, known: Standing, parser: PostgresParser): Effect[] | null {
  const body = parser.bodyOf(sql);
  if (body === null || body.isDynamic) return null;
  const effects: Effect[] = [];
  const standing = copyOf(known);
  for (const query of body.queries) {
    const read = effectsIn(query, standing, parser) ?? [];
    follow(standing, read);
    effects.push(...read);
  }
  return body.isForgiving
    ? effects.map((one) => (one.does === 'make' || one.does === 'drop' ? { ...one, forgiving: true } : one))
    : effects;
}

/** Where statements after it look for names is another then. */
function isHarmless({ name = '' }: NodeOf<'VariableSetStmt'>): boolean {
  return !/search_path|session_authorization|role/i.test(name);
}

type Reader = (fields: never, known: Standing) => Effect[] | null;

const READERS: { readonly [kind: string]: Reader | undefined } = {
  ...{
    CreateStmt: createTable,
    AlterTableStmt: alterTable,
    IndexStmt: createIndex,
    CreateTableAsStmt: createAs,
  },
  ...{ DropStmt: drop, DropRoleStmt: dropRole, RenameStmt: rename, AlterObjectSchemaStmt: moveToSchema },
  ...{ ViewStmt: objects.createView, CreateEnumStmt: objects.createEnum, AlterEnumStmt: objects.alterEnum },
  ...{ CompositeTypeStmt: objects.createComposite, CreateDomainStmt: objects.createDomain },
  ...{ AlterDomainStmt: objects.alterDomain, CreateSeqStmt: objects.createSequence },
  ...{ AlterSeqStmt: objects.alterSequence, CreateTrigStmt: objects.createTrigger },
  ...{ CreatePolicyStmt: objects.createPolicy, AlterPolicyStmt: objects.alterPolicy },
  ...{ CreateSchemaStmt: others.createSchema, CreateExtensionStmt: others.createExtension },
  ...{
    CreateRoleStmt: others.createRole,
    AlterRoleStmt: others.alterRole,
    AlterRoleSetStmt: others.alterRoleSet,
    GrantRoleStmt: others.grantRole,
    CommentStmt: others.comment,
  },
  ...{ GrantStmt: others.grant, AlterDefaultPrivilegesStmt: others.alterDefaultPrivileges },
  ...{ CreateStatsStmt: others.createStatistics },
  ...{ RuleStmt: others.createRule, RefreshMatViewStmt: others.refresh, SelectStmt: others.select },
  ...{ InsertStmt: insert, UpdateStmt: update, DeleteStmt: remove, TruncateStmt: truncate },
};

const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...[
    'TransactionStmt',
    'VacuumStmt',
    'ReindexStmt',
    'ClusterStmt',
    'LockStmt',
    'CheckPointStmt',
    'NotifyStmt',
  ],
  ...['AlterOwnerStmt', 'ExplainStmt', 'DiscardStmt', 'ConstraintsSetStmt', 'PrepareStmt'],
]);
