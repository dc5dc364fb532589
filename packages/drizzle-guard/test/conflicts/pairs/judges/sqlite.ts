import { type Client, type Row, createClient } from '@libsql/client';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { statementsOf } from '../tokens';
import { groupsOf } from './side';
import type { DatabaseState, Replay, Replayer, Rows } from './state';

let count = 0;

/** Replays on a file of its own. */
export const sqliteReplayer: Replayer = async (steps) => {
  const file = path.join(tmpdir(), `guard-pairs-${process.pid}-${(count += 1)}.db`);
  const database = createClient({ url: `file:${file}` });
  try {
    return await replay(database, steps);
  } finally {
    database.close();
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
  }
};

async function replay(database: Client, steps: readonly (readonly string[])[]): Promise<Replay> {
  await database.execute('PRAGMA foreign_keys=ON');
  for (const [step, texts] of steps.entries())
    try {
      await runSide(database, texts);
    } catch (thrown) {
      return { ok: false, step, message: (thrown as Error).message };
    }
  return { ok: true, state: await stateOf(database) };
}

/** One transaction, as a migration is; a PRAGMA does nothing in one and runs by itself. */
async function runSide(database: Client, texts: readonly string[]): Promise<void> {
  for (const { sql, alone } of groupsOf(texts, /^(pragma|vacuum)\b/)) {
    const script = sql.map((text) => (text.trimEnd().endsWith(';') ? text : `${text};`)).join('\n');
    await database.executeMultiple(alone ? script : `BEGIN;\n${script}\nCOMMIT;`);
  }
}

async function stateOf(database: Client): Promise<DatabaseState> {
  const catalog = new Map<string, string>();
  const rows = new Map<string, Rows>();
  const listed = await database.execute(
    `SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  for (const { type, name, tbl_name: table, sql } of listed.rows as unknown as Record<string, string>[]) {
    catalog.set(`${type} ${name}`, `on ${table} ${type === 'table' ? tableOf(sql!) : plain(sql!)}`);
    if (type === 'table' || type === 'view')
      catalog.set(`columns of ${name}`, await columnsOf(database, name!));
    if (type === 'table') rows.set(name!, await rowsOf(database, name!));
  }
  return { catalog, rows };
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** By the names of the columns, not by their places; a view of what is gone has none. */
async function columnsOf(database: Client, name: string): Promise<string> {
  try {
    const { rows } = await database.execute(`PRAGMA table_xinfo(${quoted(name)})`);
    const lines = rows.map(({ cid: _, ...rest }) => JSON.stringify({ ...rest, 0: undefined }));
    return lines.sort().join('\n');
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

async function rowsOf(database: Client, name: string): Promise<Rows> {
  const { rows, columns } = await database.execute(`SELECT * FROM ${quoted(name)}`);
  return rows.map((row: Row) =>
    Object.fromEntries(
      columns.map((column, at) => [column, row[at] === null ? null : JSON.stringify(row[at])]),
    ),
  );
}

/** The parts between the outermost brackets in an order of their own: SQLite keeps the text, with the columns as they came. */
function tableOf(sql: string): string {
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'));
  return parts(body).map(plain).sort().join('\n');
}

function parts(body: string): string[] {
  const found = [''];
  let depth = 0;
  for (const token of body.match(/'(?:[^']|'')*'|"[^"]*"|`[^`]*`|[\s\S]/g) ?? []) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) found.push('');
    else found[found.length - 1] += token;
  }
  return found;
}

/** Without quotes and comments: SQLite writes names of its own way when it renames. */
const plain = (sql: string): string =>
  statementsOf(sql)
    .map(({ tokens }) => tokens.replace(/"([^"]*)"|`([^`]*)`/g, '$1$2').toLowerCase())
    .join(';');
