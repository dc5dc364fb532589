import { createRequire } from 'node:module';
import { BUFFERS, compileOnce } from '../quick-start';
import { postgresShadow } from './postgres-session';
import type { Shadow, ShadowSpec } from './shadow';
import { writeWarmStart, readWarmStart } from './warm-start';

interface PGlite {
  waitReady: Promise<void>;
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
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
  const db = await start(spec);
  return postgresShadow({
    query: async (sql) => (await db.query(sql)).rows,
    execute: (sql) => db.exec(sql),
    close: () => db.close(),
  });
}

async function start({ driver, cache, extensions, statements, whole }: Spec): Promise<PGlite> {
  compileOnce(statements);
  const require = createRequire(driver);
  const { PGlite } = require(driver) as { PGlite: Start };
  const loaded: Record<string, unknown> = {};
  for (const [name, file] of Object.entries(extensions)) loaded[name] = extensionOf(require(file) as object);
  if (whole) return ready(new PGlite({ extensions: loaded }));
  const warm = readWarmStart(cache);
  if (warm)
    try {
      return await ready(new PGlite({ loadDataDir: new Blob([warm]), extensions: loaded }));
    } catch {
      // Not one that this PGlite can start from: it is made again.
    }
  const db = await ready(new PGlite({ initDbStartParams: ['--wal-segsize=1'], extensions: loaded }));
  // Another PGlite may refuse a part of it: what is kept is larger then.
  await leaveOut(db).catch(() => undefined);
  writeWarmStart(cache, new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer()));
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
