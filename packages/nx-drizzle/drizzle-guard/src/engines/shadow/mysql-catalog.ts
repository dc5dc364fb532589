import { groupedBy } from '../../text/grouped-by';
import { wordsOf } from '../../errors/words-of';
import type { CatalogEntry } from './shadow';
import { foreignKeysIn, indexesIn, lowered, type Row } from './mysql-keys';

type Query = (sql: string) => Promise<Row[]>;

/** The database itself; of the partitions of a table the first tells how it is divided. */
const TABLES = `
SELECT t.table_name AS name, t.table_type AS type, t.engine AS engine, t.table_collation AS collation,
  p.partition_method AS method, p.partition_expression AS expression
FROM information_schema.tables t LEFT JOIN information_schema.partitions p ON p.table_schema = t.table_schema
  AND p.table_name = t.table_name AND p.partition_ordinal_position = 1 AND coalesce(p.subpartition_ordinal_position, 1) = 1
WHERE t.table_schema = DATABASE()`;

const COLUMNS = `
SELECT table_name AS \`table\`, column_name AS name, column_type AS type, is_nullable AS nullable,
  column_default AS value, extra AS extra, generation_expression AS expression, collation_name AS collation
FROM information_schema.columns WHERE table_schema = DATABASE()`;

/** MySQL names no table, because a name is that of one table alone. */
const CHECKS = `SELECT * FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()`;
const CHECKED_TABLES = `
SELECT table_name AS \`table\`, constraint_name AS name FROM information_schema.table_constraints
WHERE constraint_schema = DATABASE() AND constraint_type = 'CHECK'`;

const VIEWS = `
SELECT table_name AS name, view_definition AS definition, check_option AS checks, security_type AS security
FROM information_schema.views WHERE table_schema = DATABASE()`;

const TRIGGERS = `
SELECT trigger_name AS name, event_object_table AS \`table\`, action_timing AS timing, event_manipulation AS event,
  action_statement AS statement FROM information_schema.triggers WHERE trigger_schema = DATABASE()`;

const ROUTINES = `
SELECT routine_type AS type, routine_name AS name, dtd_identifier AS returns, routine_definition AS body,
  is_deterministic AS fixed, sql_data_access AS access, security_type AS security
FROM information_schema.routines WHERE routine_schema = DATABASE()`;
const PARAMETERS = `
SELECT specific_name AS routine, concat_ws(' ', parameter_mode, parameter_name, dtd_identifier) AS text
FROM information_schema.parameters WHERE specific_schema = DATABASE() AND ordinal_position > 0
ORDER BY specific_name, ordinal_position`;

const SETTINGS = `
SELECT DATABASE() AS name, @@collation_database AS collation, @@default_storage_engine AS engine, @@version AS version`;

/** What server it is: "MariaDB 10.11". Another may describe the same tables in another way. */
export async function mysqlServer(query: Query): Promise<string> {
  const [{ version = '' } = {}] = await query(SETTINGS);
  const release = /^\d+\.\d+/.exec(String(version).replace(/^5\.5\.5-/, ''))?.[0] ?? String(version);
  return `${/mariadb/i.test(String(version)) ? 'MariaDB' : 'MySQL'} ${release}`;
}

/**
 * What a database of MySQL or MariaDB holds, from information_schema, whatever statements led there. The order of columns
 * is left out, and so are the numbers that AUTO_INCREMENT has come to. What is as the database has it by default (the
 * collation of a column, the engine of a table) is not named.
 */
export async function mysqlCatalog(query: Query): Promise<CatalogEntry[]> {
  const [settings = {}] = await query(SETTINGS);
  const tables = await query(TABLES);
  const checks = await checksIn(query);
  const jsons = new Set(checks.filter(isOfJson).map(({ table, name }) => `${table}.${name}`));
  const isJson = ({ table, name }: Row) => jsons.has(`${String(table)}.${String(name)}`);
  const entries = [
    ...tables.flatMap((table) => tableEntries(table, settings)),
    ...(await query(COLUMNS))
      .filter(among(tables))
      .flatMap((column) => columnEntries(column, isJson(column), settings)),
    ...checks.filter((check) => !isOfJson(check)).map(checkEntry),
    ...(await indexesIn(query)),
    ...(await foreignKeysIn(query)),
    ...(await query(VIEWS)).map((view) => viewEntry(view, String(settings['name']))),
    ...(await query(TRIGGERS)).map(triggerEntry),
    ...(await routinesIn(query)),
  ];
  return entries.sort((a, b) => (a.object < b.object ? -1 : Number(a.object > b.object)));
}

function isTable({ type }: Row): boolean {
  return String(type) !== 'VIEW' && String(type) !== 'SYSTEM VIEW';
}

/** The columns of views are in their definitions. */
function among(tables: readonly Row[]): (column: Row) => boolean {
  const names = new Set(tables.filter(isTable).map(({ name }) => name));
  return ({ table }) => names.has(table);
}

function tableEntries(table: Row, { engine }: Row): CatalogEntry[] {
  if (!isTable(table)) return [];
  const { name, type, method, expression } = table;
  const of = `table ${String(name)}`;
  if (String(type) === 'SEQUENCE') return [{ object: `sequence ${String(name)}`, of: null, definition: '' }];
  const partitioned = method === null ? '' : `partitioned by ${String(method)} (${String(expression)})`;
  const own = String(table['engine']);
  return [
    {
      object: of,
      of: null,
      definition: [String(type) === 'BASE TABLE' ? '' : String(type).toLowerCase(), partitioned]
        .filter((part) => part !== '')
        .join(', '),
    },
    ...(own === String(engine) ? [] : [{ object: `engine of ${String(name)}`, of, definition: own }]),
  ];
}

/** A width in parentheses says nothing of what an integer holds; tinyint(1) is how drizzle tells a boolean. */
const WIDTH = /^(tinyint|smallint|mediumint|int|bigint)\((\d+)\)(?!.*zerofill)/;

function columnEntries(column: Row, isJson: boolean, { collation }: Row): CatalogEntry[] {
  const name = `${String(column['table'])}.${String(column['name'])}`;
  const of = `table ${String(column['table'])}`;
  const type = String(column['type']).replace(WIDTH, (whole, kind: string, width: string) =>
    kind === 'tinyint' && width === '1' ? whole : kind,
  );
  const extra = String(column['extra']).toLowerCase();
  const parts = [
    isJson ? 'json' : type,
    String(column['nullable']) === 'NO' ? 'not null' : '',
    defaultOf(column, extra),
  ];
  const generated = /(virtual|stored|persistent) generated/.exec(extra)?.[1];
  if (generated !== undefined) parts.push(`generated ${generated} (${String(column['expression'])})`);
  for (const option of ['auto_increment', 'invisible', 'without system versioning'])
    if (extra.includes(option)) parts.push(option);
  const onUpdate = /on update [\w()]+/.exec(extra)?.[0];
  if (onUpdate !== undefined) parts.push(moment(onUpdate));
  const own = column['collation'];
  return [
    { object: `column ${name}`, of, definition: parts.filter((part) => part !== '').join(', ') },
    ...(isJson || own === null || own === collation
      ? []
      : [{ object: `collation of ${name}`, of, definition: String(own) }]),
  ];
}

/** MariaDB writes an expression, in which a string has quotes; MySQL the value, and says where it is an expression. */
function defaultOf({ value }: Row, extra: string): string {
  if (value === null || value === undefined || /^null$/i.test(String(value))) return '';
  return `default ${moment(String(value))}${extra.includes('default_generated') ? ', evaluated' : ''}`;
}

/** The same moment is written in several ways: CURRENT_TIMESTAMP, now(), current_timestamp(3). */
function moment(expression: string): string {
  return expression.replaceAll(/\b(?:current_timestamp|now)(?:\((\d*)\))?(?!\w)/gi, (_, digits?: string) =>
    digits === undefined || digits === '' || digits === '0'
      ? 'current_timestamp'
      : `current_timestamp(${digits})`,
  );
}

interface Check {
  table: string;
  name: string;
  clause: string;
  /** Whether it was written with its column: MariaDB gives it that name. */
  isOfColumn: boolean;
}

/** None before MySQL 8.0.16 and MariaDB 10.2.22, which have no such list. */
async function checksIn(query: Query): Promise<Check[]> {
  let rows: Row[];
  try {
    rows = await query(CHECKS);
  } catch (thrown) {
    if (/unknown table|doesn't exist/i.test(wordsOf(thrown))) return [];
    throw thrown;
  }
  if (rows.length === 0) return [];
  const tables = new Map(
    (await query(CHECKED_TABLES)).map(({ name, table }) => [String(name), String(table)]),
  );
  return rows.map(lowered).map((row) => ({
    table: String(row['table_name'] ?? tables.get(String(row['constraint_name']))),
    name: String(row['constraint_name']),
    clause: String(row['check_clause']),
    isOfColumn: String(row['level']) === 'Column',
  }));
}

/** What MariaDB makes of a column of JSON, which is text to it. */
function isOfJson({ name, clause, isOfColumn }: Check): boolean {
  return isOfColumn && clause.toLowerCase() === `json_valid(\`${name.toLowerCase()}\`)`;
}

/** A name that the server has given depends on which came first. */
function checkEntry({ table, name, clause, isOfColumn }: Check): CatalogEntry {
  const isNamed = !isOfColumn && !/^CONSTRAINT_\d+$/.test(name) && !name.startsWith(`${table}_chk_`);
  const of = `table ${table}`;
  return isNamed
    ? { object: `constraint ${name} of ${table}`, of, definition: `CHECK (${clause})` }
    : { object: `check (${clause}) of ${table}`, of, definition: '' };
}

/** The names of tables stand in it with the database, which has another name on a shadow. */
function viewEntry({ name, definition, checks, security }: Row, database: string): CatalogEntry {
  const own = `\`${database.replaceAll('`', '``')}\`.`;
  const options = [
    String(checks) === 'NONE' ? '' : `check option ${String(checks)}`,
    String(security) === 'DEFINER' ? '' : `security ${String(security)}`,
  ];
  return {
    object: `view ${String(name)}`,
    of: null,
    definition: [...options, String(definition).replaceAll(own, '')].filter((part) => part !== '').join(', '),
  };
}

function triggerEntry({ name, table, timing, event, statement }: Row): CatalogEntry {
  return {
    object: `trigger ${String(name)} of ${String(table)}`,
    of: `table ${String(table)}`,
    definition: `${String(timing)} ${String(event)}: ${String(statement)}`,
  };
}

async function routinesIn(query: Query): Promise<CatalogEntry[]> {
  const routines = await query(ROUTINES);
  if (routines.length === 0) return [];
  const parameters = groupedBy(await query(PARAMETERS), ({ routine }) => String(routine));
  return routines.map(({ type, name, returns, body, fixed, access, security }) => {
    const takes = (parameters.get(String(name)) ?? []).map(({ text }) => String(text)).join(', ');
    const options = [
      returns ? `returns ${String(returns)}` : '',
      String(fixed) === 'YES' ? 'deterministic' : '',
      String(access),
      `security ${String(security)}`,
    ];
    return {
      object: `${String(type).toLowerCase()} ${String(name)}(${takes})`,
      of: null,
      definition: `${options.filter((option) => option !== '').join(', ')}: ${String(body)}`,
    };
  });
}
