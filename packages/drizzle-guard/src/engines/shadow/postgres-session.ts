import { piecesOf } from '../../sql/pieces';
import { applyInPieces } from './apply-in-pieces';
import { attemptIn, type Attempting, type Look } from './attempt';
import { loadPostgres, type PostgresLoader } from './load-postgres';
import { measureIn, type MeasuredSession } from './measure-locks';
import { majorOf, postgresCatalog, printSettings, SETTINGS_NOW } from './postgres-catalog';
import { postgresBeside, postgresRows } from './postgres-beside';
import { CLEAR_POSTGRES } from './postgres-clear';
import { sequenceValues, withSequences } from './postgres-sequences';
import type { Shadow } from './shadow';

/** What PGlite and a connection to a server have in common. */
export interface PostgresDriver {
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Several statements in one text. */
  execute(sql: string): Promise<unknown>;
  /** Gives what takes a dump to `work`; what that sets is gone afterwards. */
  loading(work: (loader: PostgresLoader) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** duplicate_table, _column, _object, _schema, _function, and a second primary key (invalid_table_definition). */
const ALREADY_EXISTS = new Set(['42P07', '42701', '42710', '42P06', '42723', '42P16']);
/** syntax_error, undefined_column. */
const RUNS_NOWHERE = new Set(['42601', '42703']);
/** active_sql_transaction: CREATE INDEX CONCURRENTLY and its like. */
const IN_TRANSACTION = '25001';
/** unsafe_new_enum_value_usage. */
const NOT_COMMITTED = '55P04';

/**
 * A shadow in an empty database of Postgres.
 * @param refuse throws where a statement is not to be run
 */
export async function postgresShadow(
  { query, execute, loading, close }: PostgresDriver,
  refuse: (statement: string) => void = () => undefined,
): Promise<Shadow> {
  const [{ version } = {}] = await query("SELECT current_setting('server_version_num') AS version");
  const major = majorOf(version);
  const printed = async <T>(read: () => Promise<T>): Promise<T> => {
    const [before] = await query(SETTINGS_NOW);
    await query(printSettings(false));
    const found = await read();
    await query(printSettings(false, before));
    return found;
  };
  const catalog = () => printed(() => postgresCatalog(query));
  const look = ({ settings }: Look) =>
    printed(async () => ({
      catalog: [
        ...(await postgresCatalog(query)),
        ...(await postgresBeside(query, settings ? major : null)),
        ...(settings ? await sequenceValues(query) : []),
      ],
      rows: await postgresRows(query),
    }));
  const session: MeasuredSession & Attempting = {
    query,
    async run(statement) {
      refuse(statement);
      await execute(statement);
    },
    commit: async () => void (await execute('COMMIT')),
    rollback: async () => void (await execute('ROLLBACK')),
    catalog,
    alreadyExists: (thrown) => ALREADY_EXISTS.has(codeOf(thrown)),
    runsNowhere: (thrown) => RUNS_NOWHERE.has(codeOf(thrown)),
    needsNoTransaction: (thrown) => codeOf(thrown) === IN_TRANSACTION,
    look,
    settle: async () => void (await execute('SET CONSTRAINTS ALL IMMEDIATE')),
    needsCommit: (thrown) => codeOf(thrown) === NOT_COMMITTED,
  };
  return {
    major,
    server: null,
    begunAfter: 0,
    keep: null,
    apply: (statements, watched = []) => applyInPieces(session, statements, watched),
    measure: (statements) => measureIn(session, statements),
    catalog,
    look,
    attempt: async (migrations, seen) => {
      const sent = migrations.map((statements) => piecesOf(statements));
      if (sent.flat().some(({ isLone }) => isLone)) return null;
      const texts = sent.map((pieces) => pieces.map(({ sql }) => sql));
      const attempt = await withSequences(query, () => attemptIn(session, texts, seen));
      if (!attempt?.failure) return attempt;
      const { migration, position } = attempt.failure;
      const statement = sent[migration]![position]?.statement ?? 0;
      return { ...attempt, failure: { ...attempt.failure, position: statement } };
    },
    query: async (sql) => {
      refuse(sql);
      return query(sql);
    },
    load: (file) => loading((loader) => loadPostgres(loader, file, refuse)),
    clear: async () => void (await execute(`RESET ALL; RESET ROLE; ${CLEAR_POSTGRES}`)),
    close,
  };
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
}
