import { wordsOf } from '../../errors/words-of';
import { reachedByMysql } from '../../sql/mysql-reach';
import { connect, mysqlCode, quoted } from '../mysql/client';
import type { Place } from '../mysql/credentials';
import { applyIn, type Session } from './apply-in';
import { loadMysql } from './load-mysql';
import { mysqlBeside } from './mysql-beside';
import { mysqlCatalog, mysqlServer } from './mysql-catalog';
import { emptyMysqlScratch } from './mysql-scratch';
import { rowsOfEach } from './table-rows';
import type { Shadow } from './shadow';
import { tooFar } from './too-far';

const ALREADY_EXISTS = new Set([
  ...['ER_TABLE_EXISTS_ERROR', 'ER_DUP_FIELDNAME', 'ER_DUP_KEYNAME', 'ER_MULTIPLE_PRI_KEY', 'ER_FK_DUP_NAME'],
  ...[
    'ER_DUP_CONSTRAINT_NAME',
    'ER_CHECK_CONSTRAINT_DUP_NAME',
    'ER_TRG_ALREADY_EXISTS',
    'ER_SP_ALREADY_EXISTS',
  ],
]);

const TABLES =
  "select table_name as name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' order by 1";

/** How MariaDB refuses a second foreign key of one name. */
const SECOND_KEY = /errno: 121\b/;

/** Not what is no SQL: what MySQL reads, MariaDB may not, and the other way round. */
const RUNS_NOWHERE = new Set(['ER_BAD_FIELD_ERROR', 'ER_KEY_COLUMN_DOES_NOT_EXITS']);

/** An empty scratch database of MySQL or MariaDB, in which each statement that makes something stays by itself. */
export async function openMysqlShadow(
  place: Place,
  database: string,
  collation: string | null,
): Promise<Shadow> {
  const inside: Place = { ...place, config: { ...place.config, database }, database };
  let client = await connect(inside);
  const query = (sql: string) => client.query(sql);
  const others = (await query('select schema_name as name from information_schema.schemata'))
    .map((row) => String(row['name']))
    .filter((name) => name !== database);
  const catalog = () => mysqlCatalog(query);
  const refuse = (statement: string) => {
    const reached = reachedByMysql(statement, others);
    if (reached !== null) throw tooFar(reached);
  };
  const session: Session = {
    async run(statement) {
      refuse(statement);
      await client.execute(statement);
    },
    commit: async () => undefined,
    rollback: async () => undefined,
    catalog,
    alreadyExists: (thrown) => ALREADY_EXISTS.has(mysqlCode(thrown)) || SECOND_KEY.test(wordsOf(thrown)),
    runsNowhere: (thrown) => RUNS_NOWHERE.has(mysqlCode(thrown)),
    needsNoTransaction: () => false,
  };
  const server = await mysqlServer(query);
  return {
    major: null,
    server,
    begunAfter: 0,
    keep: null,
    apply: (statements, watched = []) => applyIn(session, statements, watched, false),
    measure: null,
    catalog,
    async look() {
      const found = [...(await catalog()), ...(await mysqlBeside(query, quoted))];
      return { catalog: found, rows: await rowsOfEach(query, TABLES, quoted) };
    },
    // Each statement that makes something commits what was before it.
    attempt: async () => null,
    query,
    // What a dump sets is gone with the connection.
    async load(file) {
      const loader = await connect(inside);
      try {
        await loadMysql((sql) => loader.execute(sql), file, refuse);
      } finally {
        await loader.close();
      }
    },
    // A connection keeps what was set in it.
    async clear() {
      await client.close();
      client = await connect(inside);
      await emptyMysqlScratch(client, database, collation);
      await client.execute(`use \`${database}\``);
    },
    close: () => client.close(),
  };
}
