import { type Connection, type RowDataPacket, createConnection } from 'mysql2/promise';
import type { DatabaseState, Replay, Replayer, Rows } from './state';

const SERVER = { host: '127.0.0.1', port: 3306, user: 'root', multipleStatements: true, dateStrings: true };

let count = 0;

/** Replays in a database of its own on the server of the tests. */
export const mysqlReplayer: Replayer = async (steps) => {
  const name = `pairs_${process.pid}_${(count += 1)}`;
  const connection = await createConnection(SERVER);
  try {
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
    await connection.query(`USE ${name}`);
    return await replay(connection, name, steps);
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.end();
  }
};

/** No transaction: DDL ends one, whoever began it. */
async function replay(
  connection: Connection,
  name: string,
  steps: readonly (readonly string[])[],
): Promise<Replay> {
  for (const [step, texts] of steps.entries())
    try {
      for (const text of texts) await connection.query(text);
    } catch (thrown) {
      return { ok: false, step, message: (thrown as Error).message.replaceAll(name, 'db') };
    }
  return { ok: true, state: await stateOf(connection, name) };
}

/** As (what, definition); the order of columns is left out, that of the columns of an index is not. */
const CATALOG_QUERIES = [
  `SELECT CONCAT('table ', TABLE_NAME), CONCAT_WS(' ', TABLE_TYPE, ENGINE, TABLE_COLLATION, TABLE_COMMENT)
   FROM TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'`,
  `SELECT CONCAT_WS('.', 'column', c.TABLE_NAME, c.COLUMN_NAME),
     CONCAT_WS(' ', COLUMN_TYPE, IS_NULLABLE, 'default', COLUMN_DEFAULT, EXTRA, CHARACTER_SET_NAME, COLLATION_NAME,
       'generated', GENERATION_EXPRESSION, COLUMN_COMMENT)
   FROM COLUMNS c JOIN TABLES t USING (TABLE_SCHEMA, TABLE_NAME) WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'`,
  `SELECT CONCAT_WS('.', 'index', TABLE_NAME, INDEX_NAME),
     CONCAT_WS(' ', NON_UNIQUE, INDEX_TYPE, GROUP_CONCAT(CONCAT_WS('/', COLUMN_NAME, SUB_PART, COLLATION) ORDER BY SEQ_IN_INDEX))
   FROM STATISTICS WHERE TABLE_SCHEMA = ? GROUP BY TABLE_NAME, INDEX_NAME, NON_UNIQUE, INDEX_TYPE`,
  `SELECT CONCAT_WS('.', 'constraint', TABLE_NAME, CONSTRAINT_NAME), CONSTRAINT_TYPE
   FROM TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = ?`,
  `SELECT CONCAT_WS('.', 'check', TABLE_NAME, CONSTRAINT_NAME), CHECK_CLAUSE FROM CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?`,
  `SELECT CONCAT_WS('.', 'foreign key', k.TABLE_NAME, k.CONSTRAINT_NAME),
     CONCAT_WS(' ', GROUP_CONCAT(k.COLUMN_NAME ORDER BY ORDINAL_POSITION), k.REFERENCED_TABLE_NAME,
       GROUP_CONCAT(k.REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION), r.UPDATE_RULE, r.DELETE_RULE)
   FROM KEY_COLUMN_USAGE k JOIN REFERENTIAL_CONSTRAINTS r USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME, TABLE_NAME)
   WHERE CONSTRAINT_SCHEMA = ? GROUP BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.REFERENCED_TABLE_NAME, r.UPDATE_RULE, r.DELETE_RULE`,
  `SELECT CONCAT('view ', TABLE_NAME), CONCAT_WS(' ', VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE)
   FROM VIEWS WHERE TABLE_SCHEMA = ?`,
  `SELECT CONCAT('trigger ', TRIGGER_NAME),
     CONCAT_WS(' ', EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_ORDER, ACTION_TIMING, ACTION_STATEMENT)
   FROM TRIGGERS WHERE TRIGGER_SCHEMA = ?`,
  `SELECT CONCAT_WS(' ', ROUTINE_TYPE, ROUTINE_NAME), CONCAT_WS(' ', DTD_IDENTIFIER, ROUTINE_DEFINITION)
   FROM ROUTINES WHERE ROUTINE_SCHEMA = ?`,
];

async function stateOf(connection: Connection, name: string): Promise<DatabaseState> {
  const catalog = new Map<string, string>();
  const rows = new Map<string, Rows>();
  await connection.query('USE information_schema');
  for (const sql of CATALOG_QUERIES) {
    const [found] = await connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true }, [name]);
    for (const [what, definition] of found)
      catalog.set(String(what), String(definition ?? '').replaceAll(name, 'db'));
  }
  await connection.query(`USE ${name}`);
  const tables = [...catalog.keys()].filter((key) => key.startsWith('table '));
  for (const table of tables.map((key) => key.slice('table '.length)))
    rows.set(table, await rowsOf(connection, table));
  return { catalog, rows };
}

async function rowsOf(connection: Connection, table: string): Promise<Rows> {
  const [found] = await connection.query<RowDataPacket[]>(`SELECT * FROM \`${table}\``);
  return found.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name, cell === null ? null : JSON.stringify(cell)]),
    ),
  );
}
