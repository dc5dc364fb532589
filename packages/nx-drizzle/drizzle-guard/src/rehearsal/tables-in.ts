import type { Column, ForeignKey, Table } from './table';

type Row = Record<string, unknown>;
export type Query = (sql: string) => Promise<Row[]>;

const POSTGRES_COLUMNS = `
SELECT n.nspname AS schema, c.relname AS table, a.attname AS name, COALESCE(e.typname, b.typname, t.typname) AS type,
  (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder)::text FROM pg_enum l WHERE l.enumtypid = COALESCE(b.oid, t.oid)) AS labels,
  t.typcategory = 'A' AS is_array, a.attnotnull OR t.typnotnull AS not_null,
  a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL AS filled,
  a.attgenerated <> '' OR a.attidentity = 'a' AS generated,
  CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4
    WHEN a.atttypmod > 0 THEN a.atttypmod END AS length
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = NULLIF(t.typbasetype, 0)
  LEFT JOIN pg_type e ON e.oid = NULLIF(t.typelem, 0) AND t.typcategory = 'A'
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname, a.attnum`;

const POSTGRES_KEYS = `
SELECT n.nspname AS schema, c.relname AS table, k.oid::text AS key, fn.nspname AS target_schema, f.relname AS target,
  a.attname AS name, fa.attname AS target_name
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
  CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(at, target_at, place)
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.at
  JOIN pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = u.target_at
WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.oid, u.place`;

const MYSQL_COLUMNS = `
SELECT c.TABLE_NAME AS \`table\`, c.COLUMN_NAME AS name, c.DATA_TYPE AS type, c.COLUMN_TYPE AS whole,
  c.CHARACTER_MAXIMUM_LENGTH AS length, c.IS_NULLABLE = 'NO' AS not_null,
  c.COLUMN_DEFAULT IS NOT NULL OR c.EXTRA LIKE '%auto_increment%' AS filled,
  c.GENERATION_EXPRESSION <> '' AS \`generated\`
FROM information_schema.COLUMNS c JOIN information_schema.TABLES t
  ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME AND t.TABLE_TYPE = 'BASE TABLE'
WHERE c.TABLE_SCHEMA = DATABASE() ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`;

const MYSQL_KEYS = `
SELECT TABLE_NAME AS \`table\`, CONSTRAINT_NAME AS \`key\`, REFERENCED_TABLE_NAME AS target, COLUMN_NAME AS name,
  REFERENCED_COLUMN_NAME AS target_name
FROM information_schema.KEY_COLUMN_USAGE
WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL
ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`;

const SQLITE_TABLES = `
FROM sqlite_master s JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'main'
WHERE s.type = 'table' AND l.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
const SQLITE_COLUMNS = `
SELECT t.name AS "table", x.name, x.type, x."notnull" AS not_null, x.dflt_value IS NOT NULL AS filled, x.hidden <> 0 AS generated,
  x.pk AS pk, lower(x.type) = 'integer' AND x.pk = 1 AND (SELECT max(pk) FROM pragma_table_xinfo(t.name)) = 1 AS rowid
FROM (SELECT s.name ${SQLITE_TABLES}) t JOIN pragma_table_xinfo(t.name) x ORDER BY t.name, x.cid`;
const SQLITE_KEYS = `
SELECT t.name AS "table", t.name || k.id AS key, k."table" AS target, k."from" AS name, k."to" AS target_name
FROM (SELECT s.name ${SQLITE_TABLES}) t JOIN pragma_foreign_key_list(t.name) k ORDER BY t.name, k.id, k.seq`;

const ASKED = {
  postgresql: { columns: POSTGRES_COLUMNS, keys: POSTGRES_KEYS, quote: '"' },
  mysql: { columns: MYSQL_COLUMNS, keys: MYSQL_KEYS, quote: '`' },
  sqlite: { columns: SQLITE_COLUMNS, keys: SQLITE_KEYS, quote: '"' },
} as const;

export type FilledDialect = keyof typeof ASKED;

/** The tables that a database has, as rows can be made for them; without the ledger. */
export async function tablesIn(query: Query, dialect: FilledDialect): Promise<Table[]> {
  const { columns, keys, quote } = ASKED[dialect];
  const quoted = (name: unknown) => `${quote}${String(name).replaceAll(quote, quote + quote)}${quote}`;
  const placeOf = (schema: unknown, table: unknown) =>
    schema === undefined
      ? { name: String(table), sql: quoted(table) }
      : { name: `${String(schema)}.${String(table)}`, sql: `${quoted(schema)}.${quoted(table)}` };

  const tables = new Map<string, Table>();
  for (const row of await query(columns)) {
    const place = placeOf(row['schema'], row['table']);
    if (!tables.has(place.name)) tables.set(place.name, { ...place, columns: [], foreignKeys: [] });
    tables.get(place.name)!.columns.push(columnOf(row, quoted(row['name'])));
  }
  const found = new Map<string, ForeignKey>();
  for (const row of await query(keys)) {
    const { name } = placeOf(row['schema'], row['table']);
    const target = placeOf(row['target_schema'], row['target']);
    const id = `${name} ${String(row['key'])}`;
    if (!found.has(id)) {
      found.set(id, { columns: [], target, keys: [] });
      tables.get(name)?.foreignKeys.push(found.get(id)!);
    }
    found.get(id)!.columns.push(String(row['name']));
    // SQLite says nothing where a key leads to the primary key.
    found.get(id)!.keys.push(quoted(row['target_name'] ?? 'rowid'));
  }
  return [...tables.values()];
}

function columnOf(row: Row, sql: string): Column {
  const { name, labels, whole, length } = row;
  return {
    ...{
      name: String(name),
      sql,
      type: typeOf(row),
      length: length === null || length === undefined ? null : Number(length),
    },
    values: typeof labels === 'string' ? (JSON.parse(labels) as string[]) : membersOf(whole),
    isArray: isTrue(row['is_array']),
    isNullable: !isTrue(row['not_null']) && !isTrue(row['pk']),
    isFilled: isTrue(row['filled']) || isTrue(row['rowid']),
    isGenerated: isTrue(row['generated']),
  };
}

/** "varchar(20)" and "unsigned big int" of SQLite. */
function typeOf({ type }: Row): string {
  return String(type).toLowerCase().replace(/\(.*$/, '').trim();
}

/** enum('a','b'), set('a','b') of MySQL. */
function membersOf(whole: unknown): string[] {
  const [, list] = /^(?:enum|set)\((.*)\)$/is.exec(String(whole ?? '')) ?? [];
  return [...(list ?? '').matchAll(/'((?:[^']|'')*)'/g)].map(([, member]) => member!.replaceAll("''", "'"));
}

function isTrue(value: unknown): boolean {
  return value === true || value === 't' || Number(value) > 0;
}
