import type { CatalogEntry } from './shadow';
import { lowered, type Row } from './mysql-keys';

type Query = (sql: string) => Promise<Row[]>;

/** Whichever columns this server has: MySQL and MariaDB differ in them. */
const TABLES = `SELECT * FROM information_schema.tables WHERE table_schema = DATABASE()`;
const COLUMNS = `SELECT * FROM information_schema.columns WHERE table_schema = DATABASE()`;
const TRIGGERS = `SELECT * FROM information_schema.triggers WHERE trigger_schema = DATABASE()`;
const EVENTS = `SELECT * FROM information_schema.events WHERE event_schema = DATABASE()`;
const PRIVILEGES = `
SELECT grantee, concat('table ', table_name) AS thing, privilege_type, is_grantable
FROM information_schema.table_privileges WHERE table_schema = DATABASE()
UNION ALL
SELECT grantee, 'all tables', privilege_type, is_grantable
FROM information_schema.schema_privileges WHERE table_schema = DATABASE()`;

/** What a row of each says that no snapshot knows. */
const SAID: readonly [sql: string, name: (row: Row) => string, keys: readonly string[]][] = [
  [
    TABLES,
    (row) => `settings of table ${String(row['table_name'])}`,
    ['table_collation', 'row_format', 'create_options', 'table_comment'],
  ],
  [
    COLUMNS,
    (row) => `settings of column ${String(row['table_name'])}.${String(row['column_name'])}`,
    ['character_set_name', 'collation_name', 'column_comment'],
  ],
  [TRIGGERS, (row) => `place of trigger ${String(row['trigger_name'])}`, ['action_order']],
  [
    EVENTS,
    (row) => `event ${String(row['event_name'])}`,
    [
      ...['event_definition', 'event_type', 'execute_at', 'interval_value', 'interval_field'],
      ...['starts', 'ends', 'status', 'on_completion', 'event_comment'],
    ],
  ],
  [
    PRIVILEGES,
    (row) =>
      `privilege of ${String(row['grantee'])} on ${String(row['thing'])}: ${String(row['privilege_type'])}`,
    ['is_grantable'],
  ],
];

/** Not what it has come to. */
const OF_SEQUENCE = [
  'minimum_value',
  'maximum_value',
  'start_value',
  'increment',
  'cache_size',
  'cycle_option',
];

/** What `mysqlCatalog` leaves out because no snapshot knows it. */
export async function mysqlBeside(query: Query, quoted: (name: string) => string): Promise<CatalogEntry[]> {
  const entries: CatalogEntry[] = [];
  const sequences: Row[] = [];
  for (const [sql, name, keys] of SAID)
    for (const row of (await query(sql)).map(lowered)) {
      const definition = JSON.stringify(keys.map((key) => row[key] ?? null));
      entries.push({ object: name(row), of: null, definition });
      if (String(row['table_type']) === 'SEQUENCE') sequences.push(row);
    }
  // MariaDB reads a sequence as a table of one row.
  for (const row of sequences) {
    const name = String(row['table_name']);
    const [values = {}] = await query(`SELECT ${OF_SEQUENCE.join(', ')} FROM ${quoted(name)}`);
    entries.push({ object: `settings of sequence ${name}`, of: null, definition: JSON.stringify(values) });
  }
  return entries;
}
