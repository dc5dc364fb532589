import { tokensOf } from '../../sql/tokens';
import { groupedBy } from '../../text/grouped-by';
import type { CatalogEntry } from './shadow';

type Row = Record<string, unknown>;
type Query = (sql: string) => Promise<Row[]>;

/** Not SQLite's own, not a ledger of libsql, and not a part of a virtual table. */
const TABLES = `
SELECT s.name, s.sql, l.wr, l.strict FROM sqlite_master s JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'main'
WHERE s.type = 'table' AND l.type IN ('table', 'virtual') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  AND s.name NOT LIKE 'libsql\\_%' ESCAPE '\\'`;
const OTHERS = `
SELECT type, name, tbl_name, sql FROM sqlite_master
WHERE type IN ('index', 'view', 'trigger') AND sql IS NOT NULL`;

/** Of all tables in one question each: a database may be far away. */
const EACH = `FROM (${TABLES}) t`;
const COLUMNS = `SELECT t.name AS "table", x.* ${EACH} JOIN pragma_table_xinfo(t.name) x ORDER BY x.cid`;
const FOREIGN_KEYS = `SELECT t.name AS owner, k.* ${EACH} JOIN pragma_foreign_key_list(t.name) k ORDER BY k.id, k.seq`;
const UNIQUES = `
SELECT t.name AS "table", l.name AS key, i.name ${EACH} JOIN pragma_index_list(t.name) l JOIN pragma_index_info(l.name) i
WHERE l.origin = 'u' ORDER BY l.seq, i.seqno`;

/**
 * What an SQLite database holds, from its pragmas; and from its SQL what they do not tell: checks, generated columns,
 * AUTOINCREMENT, the expressions of indexes, views. The order of columns is left out.
 */
export async function sqliteCatalog(query: Query): Promise<CatalogEntry[]> {
  const tables = await query(TABLES);
  const columns = groupedIn(await query(COLUMNS), 'table');
  const foreignKeys = groupedIn(await query(FOREIGN_KEYS), 'owner');
  const uniques = groupedIn(await query(UNIQUES), 'table');
  const entries = tables.flatMap((table) => {
    const of = <T>(groups: ReadonlyMap<unknown, T>) => groups.get(table['name']);
    return tableEntries(table, of(columns) ?? [], of(foreignKeys) ?? [], of(uniques) ?? []);
  });
  for (const { type, name, tbl_name: table, sql } of await query(OTHERS))
    entries.push({
      object: `${String(type)} ${String(name)}`,
      of: type === 'view' ? null : `table ${String(table)}`,
      definition: meaningOf(String(sql)),
    });
  return entries.sort((a, b) => (a.object < b.object ? -1 : Number(a.object > b.object)));
}

function groupedIn(rows: readonly Row[], key: string): Map<unknown, Row[]> {
  return groupedBy(rows, (row) => row[key]);
}

function tableEntries(
  { name, sql, wr, strict }: Row,
  columns: readonly Row[],
  foreignKeys: readonly Row[],
  uniques: readonly Row[],
): CatalogEntry[] {
  const of = `table ${String(name)}`;
  const tokens = tokensOf(String(sql));
  // In the order of the table: drizzle-kit writes that of a key differently from version to version, and no migration.
  const key = columns.filter(({ pk }) => Number(pk) !== 0);
  const options = [
    wr ? 'without rowid' : '',
    strict ? 'strict' : '',
    tokens.includes('autoincrement') ? 'autoincrement' : '',
  ];
  return [
    { object: of, of: null, definition: options.filter((option) => option !== '').join(', ') },
    ...columns.map((column) => ({
      object: `column ${String(name)}.${String(column['name'])}`,
      of,
      definition: columnOf(column, tokens),
    })),
    ...(key.length === 0
      ? []
      : [{ object: `primary key of ${String(name)}`, of, definition: namesOf(key, 'name') }]),
    ...foreignKeysOf(foreignKeys, String(name)),
    ...[...groupedIn(uniques, 'key').values()].map((parts) => ({
      object: `unique (${namesOf(parts, 'name')}) of ${String(name)}`,
      of,
      definition: '',
    })),
    ...parenthesised(tokens, 'check').map((check) => ({
      object: `check (${check}) of ${String(name)}`,
      of,
      definition: '',
    })),
  ];
}

/** By what pragma_table_xinfo says of a column (sqlite.org/pragma.html). */
const GENERATED = new Map([
  [2, 'virtual'],
  [3, 'stored'],
]);

function columnOf(
  { name, type, notnull, dflt_value: value, hidden }: Row,
  tokens: readonly string[],
): string {
  const parts = [String(type).toLowerCase(), notnull ? 'not null' : ''];
  const isDefault = value !== null && !/^\(*null\)*$/i.test(String(value));
  if (isDefault) parts.push(`default ${meaningOf(String(value))}`);
  const kind = GENERATED.get(Number(hidden));
  if (kind !== undefined) {
    const at = tokens.findIndex((token) => bare(token) === String(name).toLowerCase());
    const [expression = ''] = parenthesised(tokens.slice(at), 'as');
    parts.push(`generated ${kind} (${expression})`);
  }
  return parts.filter((part) => part !== '').join(', ');
}

/** SQLite numbers foreign keys and forgets their names. */
function foreignKeysOf(rows: readonly Row[], table: string): CatalogEntry[] {
  return [...groupedIn(rows, 'id').values()].map((parts) => {
    const { table: target, on_update: onUpdate, on_delete: onDelete } = parts[0]!;
    return {
      object: `foreign key (${namesOf(parts, 'from')}) of ${table} to ${String(target)}`,
      of: `table ${table}`,
      definition: `(${namesOf(parts, 'to')}), on update ${String(onUpdate)}, on delete ${String(onDelete)}`,
    };
  });
}

function namesOf(rows: readonly Row[], key: string): string {
  return rows.map((row) => String(row[key])).join(', ');
}

/** What stands in parentheses behind each place of a word. */
function parenthesised(tokens: readonly string[], word: string): string[] {
  return tokens.flatMap((token, position) => {
    if (token !== word || tokens[position + 1] !== '(') return [];
    let depth = 0;
    const end = tokens.findIndex((one, at) => {
      if (at <= position) return false;
      if (one === '(') depth += 1;
      if (one === ')') depth -= 1;
      return depth === 0;
    });
    return [
      tokens
        .slice(position + 2, end)
        .map(bare)
        .join(' '),
    ];
  });
}

/** SQLite adds quotes where it renames something. */
function meaningOf(sql: string): string {
  return tokensOf(sql).map(bare).join(' ');
}

/** A name without its quotes, in small letters. */
export function bare(token: string): string {
  return /^["`]/.test(token) ? token.slice(1, -1).toLowerCase() : token;
}
