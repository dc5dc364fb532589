import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { emptyPglite } from 'testkit';
import { CATALOG_QUERY, WITH_ROWS_QUERY } from './postgres-catalog';
import { groupsOf } from './side';
import type { DatabaseState, Replay, Replayer, Rows } from './state';

type Compiled = NonNullable<PGliteOptions['pgliteWasmModule']>;
/** Node has it, and its types do not. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { compile(bytes: Uint8Array): Promise<Compiled> };
};

/** What PGlite is made of, read and compiled once. */
interface Template {
  pgliteWasmModule: Compiled;
  fsBundle: Blob;
}

/** In memory where there is such a place: a data directory is a thousand files. */
const MEMORY = '/dev/shm';

let made: Promise<Template> | null = null;
let count = 0;

async function template(): Promise<Template> {
  // Each database runs few statements: compiling them well takes longer than they do.
  setFlagsFromString('--liftoff-only');
  const dist = path.dirname(require.resolve('@electric-sql/pglite'));
  return {
    pgliteWasmModule: await WebAssembly.compile(readFileSync(path.join(dist, 'pglite.wasm'))),
    fsBundle: new Blob([readFileSync(path.join(dist, 'pglite.data'))]),
  };
}

/** Replays on a PGlite whose data directory is its own. */
export const postgresReplayer: Replayer = async (steps) => {
  const options = await (made ??= template());
  const place = existsSync(MEMORY) ? MEMORY : tmpdir();
  const directory = path.join(place, `guard-pairs-${process.pid}-${(count += 1)}`);
  emptyPglite(directory);
  // Postgres clears its buffers as it starts, which are 128 MB otherwise.
  const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];
  const database = await PGlite.create(directory, { ...options, startParams });
  try {
    return await replay(database, steps);
  } finally {
    await database.close();
    rmSync(directory, { recursive: true });
  }
};

async function replay(database: PGlite, steps: readonly (readonly string[])[]): Promise<Replay> {
  for (const [step, texts] of steps.entries())
    try {
      await runSide(database, texts);
    } catch (thrown) {
      return { ok: false, step, message: (thrown as Error).message };
    }
  return { ok: true, state: await stateOf(database) };
}

const FORBIDS_TRANSACTION = /^(?:create|drop|reindex)\b.*\bconcurrently\b|^vacuum\b/;

/** One transaction, as a migration is; what forbids one runs by itself. */
async function runSide(database: PGlite, texts: readonly string[]): Promise<void> {
  for (const { sql, alone } of groupsOf(texts, FORBIDS_TRANSACTION))
    if (alone) await database.exec(sql.join('\n'));
    else
      await database.transaction(async (transaction) => {
        for (const text of sql) await transaction.exec(text);
      });
}

async function stateOf(database: PGlite): Promise<DatabaseState> {
  // What is printed with a schema, and what is not, depends on it.
  await database.exec(`SET search_path = ''; SET timezone = 'UTC';`);
  const catalog = new Map<string, string>();
  const listed = await database.query<[string, string | null]>(CATALOG_QUERY, [], { rowMode: 'array' });
  for (const [what, definition] of listed.rows) catalog.set(what, definition ?? '');
  const rows = new Map<string, Rows>();
  const { rows: tables } = await database.query<{ name: string }>(WITH_ROWS_QUERY);
  for (const { name } of tables) {
    const found = await database.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
    rows.set(
      name,
      found.rows.map(({ row }) => cellsOf(JSON.parse(row) as Record<string, unknown>)),
    );
  }
  return { catalog, rows };
}

const cellsOf = (row: Record<string, unknown>): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, cell === null ? null : JSON.stringify(cell)]),
  );
