import type { CatalogEntry } from './shadow';

export type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** On what it depends how Postgres prints a definition. With an empty search_path every name is printed with its schema. */
const PRINTED_WITH = {
  search_path: '',
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
};

/** The settings with which a catalog is read, as one SELECT. @param isLocal whether they end with the transaction */
export function printSettings(
  isLocal: boolean,
  values: Readonly<Record<string, unknown>> = PRINTED_WITH,
): string {
  const set = Object.entries(values).map(
    ([name, value]) => `set_config('${name}', '${String(value).replaceAll("'", "''")}', ${isLocal})`,
  );
  return `SELECT ${set.join(', ')}`;
}

/** What those settings are now, under their names. */
export const SETTINGS_NOW = `SELECT ${Object.keys(PRINTED_WITH)
  .map((name) => `current_setting('${name}') AS "${name}"`)
  .join(', ')}`;

/** The major version in a server_version_num: 150018 → 15. */
export function majorOf(version: unknown): number {
  return Math.floor(Number(version) / 10_000);
}

/** Not Postgres' own, and not a member of an extension. */
export const ours = (catalog: string, namespace: string) => `
  ${namespace} !~ '^pg_' AND ${namespace} <> 'information_schema' AND NOT EXISTS (
    SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = o.oid AND e.deptype = 'e')`;

/** A list that Postgres keeps in the order in which it was set, which is no difference. */
export const sorted = (list: string, between = ', ') =>
  `(SELECT string_agg(x::text, '${between}' ORDER BY x::text) FROM unnest(${list}) x)`;

const TABLES = `
SELECT 'table ' || n.nspname || '.' || o.relname AS object, NULL AS of,
  concat_ws(', ', CASE WHEN o.relrowsecurity THEN 'row level security' END,
    CASE WHEN o.relkind = 'p' THEN 'partitioned by ' || pg_get_partkeydef(o.oid) END) AS definition
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('r', 'p') AND NOT o.relispartition AND ${ours('pg_class', 'n.nspname')}`;

const SEQUENCE = `concat('start ', s.seqstart, ', increment ', s.seqincrement, ', from ', s.seqmin, ' to ', s.seqmax,
  ', cache ', s.seqcache, CASE WHEN s.seqcycle THEN ', cycle' ELSE '' END)`;

/**
 * A sequence that belongs to a column has the name that the table had when it was made, which no snapshot knows; so it is
 * told by its column alone.
 */
const COLUMNS = `
SELECT 'column ' || n.nspname || '.' || o.relname || '.' || a.attname AS object,
  'table ' || n.nspname || '.' || o.relname AS of,
  format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull",
  pg_get_expr(d.adbin, d.adrelid) AS default, a.attgenerated AS generated,
  CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
  CASE WHEN s.seqrelid IS NOT NULL
    THEN ${SEQUENCE} END AS sequence,
  CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation
FROM pg_attribute a JOIN pg_class o ON o.oid = a.attrelid JOIN pg_namespace n ON n.oid = o.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_depend own ON own.classid = 'pg_class'::regclass AND own.refclassid = 'pg_class'::regclass
    AND own.refobjid = a.attrelid AND own.refobjsubid = a.attnum AND own.deptype IN ('a', 'i')
    AND EXISTS (SELECT FROM pg_sequence q WHERE q.seqrelid = own.objid)
  LEFT JOIN pg_sequence s ON s.seqrelid = own.objid
WHERE a.attnum > 0 AND NOT a.attisdropped AND o.relkind IN ('r', 'p') AND NOT o.relispartition
  AND ${ours('pg_class', 'n.nspname')}`;

/** Not null is a column's; a primary key is told by its table, because a snapshot does not name that of one column. */
const CONSTRAINTS = `
SELECT CASE WHEN c.contype = 'p' THEN 'primary key of ' || n.nspname || '.' || o.relname
    ELSE 'constraint ' || c.conname || ' of ' || n.nspname || '.' || o.relname END AS object,
  'table ' || n.nspname || '.' || o.relname AS of,
  regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', '') AS definition
FROM pg_constraint c JOIN pg_class o ON o.oid = c.conrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE c.contype IN ('p', 'u', 'f', 'c', 'x') AND NOT o.relispartition
  -- One to each partition of the table that a foreign key names.
  AND (c.contype <> 'f' OR c.conparentid = 0) AND ${ours('pg_class', 'n.nspname')}`;

const INDEXES = `
SELECT 'index ' || n.nspname || '.' || o.relname AS object, 'table ' || n.nspname || '.' || r.relname AS of,
  -- Of a partitioned table it says that its partitions have indexes of their own.
  regexp_replace(pg_get_indexdef(o.oid), ' ON ONLY ', ' ON ') AS definition
FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_namespace n ON n.oid = o.relnamespace
  JOIN pg_class r ON r.oid = i.indrelid
WHERE r.relkind IN ('r', 'p') AND NOT r.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint c
    WHERE c.conrelid = i.indrelid AND c.conindid = o.oid AND c.contype IN ('p', 'u', 'x'))
  AND ${ours('pg_class', 'n.nspname')}`;

const ENUMS = `
SELECT 'enum ' || n.nspname || '.' || o.typname AS object, NULL AS of,
  (SELECT string_agg(quote_literal(l.enumlabel), ', ' ORDER BY l.enumsortorder)
    FROM pg_enum l WHERE l.enumtypid = o.oid) AS definition
FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace
WHERE o.typtype = 'e' AND ${ours('pg_type', 'n.nspname')}`;

const SEQUENCES = `
SELECT 'sequence ' || n.nspname || '.' || o.relname AS object, NULL AS of,
  concat_ws(', ', format_type(s.seqtypid, NULL), ${SEQUENCE}) AS definition
FROM pg_sequence s JOIN pg_class o ON o.oid = s.seqrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE NOT EXISTS (SELECT FROM pg_depend own WHERE own.classid = 'pg_class'::regclass AND own.objid = o.oid
  AND own.refobjsubid > 0 AND own.deptype IN ('a', 'i')) AND ${ours('pg_class', 'n.nspname')}`;

const VIEWS = `
SELECT CASE o.relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END || n.nspname || '.' || o.relname AS object,
  NULL AS of, concat_ws(' ', ${sorted('o.reloptions', ' ')}, pg_get_viewdef(o.oid)) AS definition
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('v', 'm') AND ${ours('pg_class', 'n.nspname')}`;

const POLICIES = `
SELECT 'policy ' || p.policyname || ' of ' || p.schemaname || '.' || p.tablename AS object,
  'table ' || p.schemaname || '.' || p.tablename AS of,
  concat_ws(', ', lower(p.permissive), lower(p.cmd), 'to ' || array_to_string(p.roles, ', '), 'using ' || p.qual,
    'with check ' || p.with_check) AS definition
FROM pg_policies p`;

const TRIGGERS = `
SELECT 'trigger ' || t.tgname || ' of ' || n.nspname || '.' || o.relname AS object,
  'table ' || n.nspname || '.' || o.relname AS of, pg_get_triggerdef(t.oid) AS definition
FROM pg_trigger t JOIN pg_class o ON o.oid = t.tgrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE NOT t.tgisinternal AND ${ours('pg_class', 'n.nspname')}`;

/** Its checks alone: from version 17 on NOT NULL is a constraint too, with a name that Postgres makes. */
const DOMAINS = `
SELECT 'domain ' || n.nspname || '.' || o.typname AS object, NULL AS of,
  concat_ws(', ', format_type(o.typbasetype, o.typtypmod),
    CASE WHEN o.typcollation <> b.typcollation THEN 'collation ' || o.typcollation::regcollation::text END,
    CASE WHEN o.typnotnull THEN 'not null' END, 'default ' || pg_get_expr(o.typdefaultbin, 0),
    (SELECT string_agg(c.conname || ' ' || regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', ''), ', '
      ORDER BY c.conname) FROM pg_constraint c WHERE c.contypid = o.oid AND c.contype = 'c')) AS definition
FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace JOIN pg_type b ON b.oid = o.typbasetype
WHERE o.typtype = 'd' AND ${ours('pg_type', 'n.nspname')}`;

/** Without public, which Postgres makes itself. */
const SCHEMAS = `
SELECT 'schema ' || o.nspname AS object, NULL AS of, '' AS definition FROM pg_namespace o
WHERE o.nspname <> 'public' AND ${ours('pg_namespace', 'o.nspname')}`;

/** By name alone: its version is the server's. */
const EXTENSIONS = `
SELECT 'extension ' || o.extname AS object, NULL AS of, '' AS definition FROM pg_extension o
WHERE o.extname <> 'plpgsql'`;

const FUNCTIONS = `
SELECT 'function ' || n.nspname || '.' || o.proname || '(' || pg_get_function_identity_arguments(o.oid) || ')' AS object,
  NULL AS of, pg_get_functiondef(o.oid) AS definition
FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace
WHERE o.prokind IN ('f', 'p') AND ${ours('pg_proc', 'n.nspname')}`;

/** In one question: a server may be far away. */
const PLAIN = [
  ...[TABLES, CONSTRAINTS, INDEXES, ENUMS, SEQUENCES, VIEWS, POLICIES, TRIGGERS, FUNCTIONS],
  ...[DOMAINS, SCHEMAS, EXTENSIONS],
].join('\nUNION ALL');

/**
 * What a Postgres database holds, from its own catalog (Postgres 13 to 18), whatever statements led there. The order of
 * columns is left out: a migration can only add at the end.
 *
 * @param query with the settings of `printSettings`
 */
export async function postgresCatalog(query: Query): Promise<CatalogEntry[]> {
  const entries = (await query(PLAIN)).map((row) => plainEntry(row as unknown as CatalogEntry));
  return [...entries, ...(await query(COLUMNS)).map(columnEntry)].sort((a, b) =>
    a.object < b.object ? -1 : Number(a.object > b.object),
  );
}

function columnEntry(row: Record<string, unknown>): CatalogEntry {
  const { object, of, type, notNull, default: value, generated, identity, sequence, collation } = row;
  const parts = [type, collation === null ? '' : `collation ${String(collation)}`, notNull ? 'not null' : ''];
  if (identity !== null) parts.push(`identity ${String(identity)} (${String(sequence)})`);
  else if (generated !== '') parts.push(`generated ${String(value)}`);
  else if (typeof value === 'string' && !NULL_CONSTANT.test(value))
    parts.push(
      sequence !== null && value.startsWith('nextval(')
        ? 'default of its own sequence'
        : `default ${literal(value)}`,
    );
  return { object, of, definition: parts.filter((part) => part !== '').join(', ') } as CatalogEntry;
}

function plainEntry(entry: CatalogEntry): CatalogEntry {
  if (!/^(?:index|policy) /.test(entry.object) && !entry.definition.startsWith('CHECK ')) return entry;
  return { ...entry, definition: withoutTextCasts(entry.definition) };
}

/** What Postgres prints of an expression in strings, and between them. */
const PIECE = /'(?:[^']|'')*'|(?:[^']+)/g;
const TEXT_CAST = /::(?:text|bpchar|character varying|character)(?:\(\d+\))?(?:\[\])?/g;
/** A name, a string (as a stand-in) or an array of strings alone in parentheses that no function stands before. */
const LONE = /(?<![\w"])\((\w+|"[^"]*"|ARRAY\[[^\]]*\])\)/g;

/**
 * An expression over a column that has been another kind of text keeps casts that one made today does not have:
 * `('x'::character varying)::text`.
 */
function withoutTextCasts(definition: string): string {
  const strings: string[] = [];
  let text = (definition.match(PIECE) ?? [])
    .map((piece) => (piece.startsWith("'") ? `string${strings.push(piece) - 1}_` : piece))
    .join('')
    .replaceAll(TEXT_CAST, '');
  for (let before = ''; before !== text;) [before, text] = [text, text.replaceAll(LONE, '$1')];
  return text.replaceAll(/string(\d+)_/g, (whole, index: string) => strings[Number(index)] ?? whole);
}

/** What Postgres keeps of DEFAULT null where the type has a length or a name of its own: no default at all. */
const NULL_CONSTANT = /^\(*NULL\)*(?:::(?:"[^"]*"|[\w .[\](),])+)*$/;

/** A constant keeps the casts of every type that its column has had: `'x'::character varying` of a text. */
function literal(expression: string): string {
  // The same moment, as Postgres' manual says.
  if (expression === 'CURRENT_TIMESTAMP') return 'now()';
  const [, constant] =
    /^\(*('(?:[^']|'')*'|-?[\d.]+)\)*(?:::(?:"[^"]*"|[\w .[\]()])+)*$/.exec(expression) ?? [];
  if (constant === undefined) return expression;
  return /^'-?\d+(?:\.\d+)?'$/.test(constant) ? constant.slice(1, -1) : constant;
}
