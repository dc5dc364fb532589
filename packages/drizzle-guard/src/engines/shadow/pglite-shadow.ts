import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BUFFERS, compileOnce } from '../quick-start';
import { runInPglite } from '../run-in-pglite';
import { beginAtLast, keepState } from './kept-states';
import { postgresShadow } from './postgres-session';
import type { Shadow, ShadowSpec } from './shadow';
import { readWarmStart, writeWarmStart } from './warm-start';

interface PGlite {
  waitReady: Promise<void>;
  query(
    sql: string,
    values?: unknown[],
    options?: { blob: Blob },
  ): Promise<{ rows: Record<string, unknown>[] }>;
  exec(sql: string): Promise<unknown>;
  dumpDataDir(compression: 'none'): Promise<Blob>;
  close(): Promise<void>;
}
type Start = new (options: {
  loadDataDir?: Blob;
  initDbStartParams?: string[];
  extensions: Record<string, unknown>;
}) => PGlite;
type Spec = Extract<ShadowSpec, { engine: 'pglite' }>;

/** PGlite in memory. The first start takes seconds; a copy of what it made is kept, and the next ones begin with that. */
export async function openPgliteShadow(spec: Spec): Promise<Shadow> {
  const { db, begunAfter } = await startAt(spec);
  const shadow = await postgresShadow({
    query: async (sql) => (await db.query(sql)).rows,
    execute: (sql) => runInPglite(db, sql),
    async loading(work) {
      await work({ execute: (sql) => db.exec(sql), copy: (sql, rows) => copy(db, sql, rows) });
      await db.exec('RESET ALL');
    },
    close: () => db.close(),
  });
  const { cache, states = [] } = spec;
  const fresh = states.length === 0 ? '' : await sessionOf(db);
  let onTheWay: string | null = null;
  return {
    ...shadow,
    begunAfter,
    keep:
      states.length === 0
        ? null
        : async (after) => {
            const key = states[after - 1]!;
            if ((await sessionOf(db)) !== fresh) return false;
            // Without one, sequences go on further up where a copy is started.
            await db.exec('CHECKPOINT');
            keepState(cache, key, await directoryOf(db), onTheWay);
            onTheWay = key;
            return true;
          },
  };
}

/** What is there and goes with the session, or when a copy of the data directory is started (unlogged tables). */
async function sessionOf(db: PGlite): Promise<string> {
  return JSON.stringify((await db.query(SESSION)).rows);
}

const SESSION = `
SELECT current_user AS "user", session_user AS "session",
  (SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) FROM pg_settings
    WHERE source = 'session' AND setting IS DISTINCT FROM reset_val) AS settings,
  (SELECT count(*) FROM pg_class WHERE relpersistence <> 'p') AS passing,
  (SELECT count(*) FROM pg_prepared_statements WHERE from_sql) AS prepared,
  (SELECT count(*) FROM pg_cursors WHERE is_holdable) AS cursors,
  (SELECT count(*) FROM pg_listening_channels()) AS channels,
  (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks`;

async function startAt(spec: Spec): Promise<{ db: PGlite; begunAfter: number }> {
  const { cache, states = [] } = spec;
  const kept = await beginAtLast(cache, states, (directory) => begunWith(directory, spec));
  return kept ? { db: kept.begun, begunAfter: kept.after } : { db: await start(spec), begunAfter: 0 };
}

async function directoryOf(db: PGlite): Promise<Uint8Array> {
  return new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer());
}

function begunWith(directory: Blob, spec: Spec): Promise<PGlite> {
  compileOnce(spec.statements);
  const { PGlite, extensions } = load(spec);
  return ready(new PGlite({ loadDataDir: directory, extensions }));
}

function load({ driver, extensions }: Spec): { PGlite: Start; extensions: Record<string, unknown> } {
  const require = createRequire(driver);
  const { PGlite } = require(driver) as { PGlite: Start };
  const loaded = Object.entries(extensions).map(([name, file]) => [
    name,
    extensionOf(require(file) as object),
  ]);
  return { PGlite, extensions: Object.fromEntries(loaded) as Record<string, unknown> };
}

/** PGlite reads rows from a device of its own in place of what a client sends. */
async function copy(db: PGlite, sql: string, rows: AsyncIterable<string>): Promise<void> {
  const lines: string[] = [];
  for await (const row of rows) lines.push(`${row}\n`);
  const fromDevice = sql.replace(/\bFROM\s+stdin\b/i, "FROM '/dev/blob'");
  await db.query(fromDevice, [], { blob: new Blob(lines) });
}

async function start(spec: Spec): Promise<PGlite> {
  const { cache, statements, whole, archive = null } = spec;
  if (archive !== null) return begunWith(new Blob([readFileSync(archive)]), spec);
  const warm = whole ? null : readWarmStart(cache);
  if (warm)
    try {
      return await begunWith(warm, spec);
    } catch {
      // Not one that this PGlite can start from: it is made again.
    }
  compileOnce(statements);
  const { PGlite, extensions } = load(spec);
  if (whole) return ready(new PGlite({ extensions }));
  const db = await ready(new PGlite({ initDbStartParams: ['--wal-segsize=1'], extensions }));
  // Another PGlite may refuse a part of it: what is kept is larger then.
  await leaveOut(db).catch(() => undefined);
  writeWarmStart(cache, await directoryOf(db));
  return db;
}

/**
 * Two thirds of a data directory are copies for databases to come; without them and with few buffers it starts in half the
 * time. PGlite before 0.4 keeps the copies.
 */
async function leaveOut(db: PGlite): Promise<void> {
  await db.exec(`alter system set shared_buffers = '${BUFFERS}'`);
  await db.exec(`update pg_database set datistemplate = false where datname like 'template_'`);
  for (const name of ['template0', 'template1']) await db.exec(`drop database ${name}`);
  await db.exec('checkpoint');
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
