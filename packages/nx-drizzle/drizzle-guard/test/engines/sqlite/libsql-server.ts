import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The engine of Turso itself, as @libsql/client has it. */
interface Database {
  exec(sql: string): void;
  prepare(sql: string): {
    reader: boolean;
    run(...values: unknown[]): unknown;
    all(...values: unknown[]): object[];
  };
  inTransaction: boolean;
  close(): void;
}
const { resolve } = createRequire(__filename);
const Libsql = createRequire(resolve('@libsql/client'))('libsql') as new (file: string) => Database;

type Value = { type: string; value?: string | number };
interface Statement {
  sql: string;
  args?: Value[];
}
type Condition = { type: string; step?: number; cond?: Condition; conds?: Condition[] };
type Request =
  | { type: 'execute'; stmt: Statement }
  | { type: 'sequence'; sql: string }
  | { type: 'batch'; batch: { steps: { stmt: Statement; condition?: Condition }[] } }
  | { type: 'close' | 'get_autocommit' };

export interface LibsqlServer {
  /** `libsql://127.0.0.1:…?tls=0` */
  url: string;
  /** What is in the database, asked past the server. */
  rows(sql: string): object[];
  close(): void;
}

const TOKEN = 'geheim';

/**
 * A server of libsql on loopback that speaks its protocol (Hrana 2 over HTTP): each stream is a connection of its own to
 * one file. Turso's own server, sqld, is in no registry.
 * @param cuts whether the line is to be cut instead of an answer, asked of each text of SQL when it has run
 */
export async function startLibsql(cuts: (sql: string) => boolean = () => false): Promise<LibsqlServer> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-libsql-'));
  const open = () => new Libsql(path.join(dir, 'data.db'));
  const own = open();
  const streams = new Map<string, Database>();
  // close() alone leaves the transaction, and its lock, until the statements are collected.
  const endOf = (name: string, database: Database) => {
    streams.delete(name);
    if (database.inTransaction) database.exec('ROLLBACK');
    database.close();
  };
  const server = createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return void response.writeHead(401).end();
    if (request.method === 'GET') return void response.end();
    void textOf(request).then(async (text) => {
      const { baton, requests } = JSON.parse(text) as { baton?: string; requests: Request[] };
      const name = baton ?? String(Math.random());
      const database = streams.get(name) ?? open();
      streams.set(name, database);
      const results: object[] = [];
      let isOver = false;
      for (const one of requests) {
        results.push(await answer(database, one));
        isOver ||= one.type === 'close';
        if (cuts(JSON.stringify(one))) {
          endOf(name, database);
          return request.socket.destroy();
        }
      }
      if (isOver) endOf(name, database);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ baton: isOver ? null : name, base_url: null, results }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `libsql://127.0.0.1:${port}?tls=0`,
    rows: (sql) => own.prepare(sql).all(),
    close() {
      server.close();
      server.closeAllConnections();
      own.close();
      rmSync(dir, { recursive: true });
    },
  };
}

export const CREDENTIALS = { authToken: TOKEN };

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

async function answer(database: Database, request: Request): Promise<object> {
  try {
    return { type: 'ok', response: await responseTo(database, request) };
  } catch (thrown) {
    return { type: 'error', error: errorOf(thrown) };
  }
}

function errorOf(thrown: unknown): object {
  const { message, code } = thrown as { message: string; code: string };
  return { message: `SQLite error: ${message}`, code };
}

async function responseTo(database: Database, request: Request): Promise<object> {
  if (request.type === 'execute') return { type: 'execute', result: await execute(database, request.stmt) };
  if (request.type === 'sequence') {
    await patiently(() => database.exec(request.sql));
    return { type: 'sequence' };
  }
  if (request.type !== 'batch') return { type: request.type, is_autocommit: !database.inTransaction };
  const results: (object | null)[] = [];
  const errors: (object | null)[] = [];
  for (const { stmt, condition } of request.batch.steps) {
    const fits = !condition || holds(condition, results, errors, database);
    const result = fits
      ? await execute(database, stmt).catch((thrown: unknown) => ({ failed: errorOf(thrown) }))
      : null;
    results.push(result && !('failed' in result) ? result : null);
    errors.push(result && 'failed' in result ? (result.failed as object) : null);
  }
  return { type: 'batch', result: { step_results: results, step_errors: errors } };
}

function holds(
  { type, step, cond, conds = [] }: Condition,
  results: readonly (object | null)[],
  errors: readonly (object | null)[],
  database: Database,
): boolean {
  const inner = (one: Condition) => holds(one, results, errors, database);
  if (type === 'ok') return results[step!] !== null;
  if (type === 'error') return errors[step!] !== null;
  if (type === 'not') return !inner(cond!);
  if (type === 'is_autocommit') return !database.inTransaction;
  return type === 'and' ? conds.every(inner) : conds.some(inner);
}

async function execute(database: Database, { sql, args = [] }: Statement): Promise<object> {
  const values = args.map(({ type, value }) =>
    type === 'null' ? null : type === 'integer' || type === 'float' ? Number(value) : value,
  );
  const rows = await patiently(() => {
    const statement = database.prepare(sql);
    if (statement.reader) return statement.all(...values);
    statement.run(...values);
    return [];
  });
  const cols = Object.keys(rows[0] ?? {}).map((name) => ({ name }));
  const encoded = rows.map((row) => Object.values(row).map(valueOf));
  return { cols, rows: encoded, affected_row_count: 0, last_insert_rowid: null };
}

function valueOf(value: unknown): Value {
  if (value === null) return { type: 'null' };
  if (typeof value !== 'number') return { type: 'text', value: String(value) };
  return Number.isInteger(value) ? { type: 'integer', value: String(value) } : { type: 'float', value };
}

/** Waits for another stream's transaction as a server does, without keeping that one from going on. */
async function patiently<T>(work: () => T): Promise<T> {
  const until = Date.now() + 5000;
  for (;;)
    try {
      return work();
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'SQLITE_BUSY' || Date.now() > until) throw thrown;
      await pause(20);
    }
}
