import { createRequire } from 'node:module';
import { compileOnce } from '../compile-once';
import type { Session } from './apply-in';
import { applyInPieces } from './apply-in-pieces';
import { measureIn } from './measure-locks';
import { CLEAR_POSTGRES, postgresCatalog, majorOf, printSettings, SETTINGS_NOW } from './postgres-catalog';
import type { Shadow, ShadowSpec } from './shadow';
import { writeWarmStart, readWarmStart } from './warm-start';

interface PGlite {
  waitReady: Promise<void>;
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  exec(sql: string): Promise<unknown>;
  dumpDataDir(compression: 'none'): Promise<Blob>;
  close(): Promise<void>;
}
type Start = new (options: { loadDataDir?: Blob; extensions: Record<string, unknown> }) => PGlite;
type Spec = Extract<ShadowSpec, { engine: 'pglite' }>;

/** duplicate_table, _column, _object, _schema, _function, and a second primary key (invalid_table_definition). */
const ALREADY_EXISTS = new Set(['42P07', '42701', '42710', '42P06', '42723', '42P16']);
/** syntax_error, undefined_column. */
const RUNS_NOWHERE = new Set(['42601', '42703']);
/** active_sql_transaction: CREATE INDEX CONCURRENTLY and its like. */
const IN_TRANSACTION = '25001';

/** PGlite in memory. The first start takes seconds; a copy of what it made is kept, and the next ones begin with that. */
export async function openPgliteShadow(spec: Spec): Promise<Shadow> {
  const db = await start(spec);
  const query = async (sql: string) => (await db.query(sql)).rows;
  const catalog = async () => {
    const [before] = await query(SETTINGS_NOW);
    await query(printSettings(false));
    const entries = await postgresCatalog(query);
    await query(printSettings(false, before));
    return entries;
  };
  const session: Session = {
    run: async (statement) => void (await db.exec(statement)),
    commit: async () => void (await db.exec('COMMIT')),
    rollback: async () => void (await db.exec('ROLLBACK')),
    catalog,
    alreadyExists: (thrown) => ALREADY_EXISTS.has(codeOf(thrown)),
    runsNowhere: (thrown) => RUNS_NOWHERE.has(codeOf(thrown)),
    needsNoTransaction: (thrown) => codeOf(thrown) === IN_TRANSACTION,
  };
  const [{ version } = {}] = await query("SELECT current_setting('server_version_num') AS version");
  return {
    major: majorOf(version),
    apply: (statements, watched = []) => applyInPieces(session, statements, watched),
    measure: (statements) => measureIn({ ...session, query }, statements),
    catalog,
    query,
    clear: async () => void (await db.exec(`RESET ALL; RESET ROLE; ${CLEAR_POSTGRES}`)),
    close: () => db.close(),
  };
}

async function start({ driver, cache, extensions, statements }: Spec): Promise<PGlite> {
  compileOnce(statements);
  const require = createRequire(driver);
  const { PGlite } = require(driver) as { PGlite: Start };
  const loaded: Record<string, unknown> = {};
  for (const [name, file] of Object.entries(extensions)) loaded[name] = extensionOf(require(file) as object);
  const warm = readWarmStart(cache);
  if (warm)
    try {
      return await ready(new PGlite({ loadDataDir: new Blob([warm]), extensions: loaded }));
    } catch {
      // Not one that this PGlite can start from: it is made again.
    }
  const db = await ready(new PGlite({ extensions: loaded }));
  writeWarmStart(cache, new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer()));
  return db;
}

async function ready(db: PGlite): Promise<PGlite> {
  await db.waitReady;
  return db;
}

/** A module of an extension exports one thing, under a name of its own. */
function extensionOf(module: object): unknown {
  return Object.values(module).find(
    (value) => typeof value === 'object' && value !== null && 'setup' in value,
  );
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
}
