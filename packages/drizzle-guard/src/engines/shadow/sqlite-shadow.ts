import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { wordsOf } from '../../errors/words-of';
import { tokensOf } from '../../sql/tokens';
import { quoted } from '../sqlite/client';
import { applyIn } from './apply-in';
import { attemptIn, type Attempting } from './attempt';
import type { Shadow } from './shadow';
import { sqliteBeside } from './sqlite-beside';
import { sqliteCatalog } from './sqlite-catalog';
import { rowsOfEach } from './table-rows';

/** What better-sqlite3, libsql and node:sqlite have in common. */
interface Sqlite {
  exec(sql: string): unknown;
  prepare(sql: string): { all(): unknown[] };
  close(): void;
}
type Open = new (file: string) => Sqlite;

/** An empty name means a temporary file to SQLite, which it deletes itself (sqlite.org/inmemorydb.html). */
const TEMPORARY = '';

const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

/** SQLite's parser has one error code for everything (sqlite.org/src: parse.y, resolve.c). */
const RUNS_NOWHERE =
  /: syntax error|^unrecognized token|^incomplete input|^no such column|has no column named/;

/**
 * SQLite in a temporary file. Foreign keys are not enforced, as in drizzle's own migrators where tables are rebuilt.
 * @param file what it begins with: a copy of it, which goes with its folder; null for nothing
 */
export function openSqliteShadow(driver: string, file: string | null = null): Shadow {
  const module = createRequire(__filename)(driver) as Open & { DatabaseSync?: Open };
  const Database = module.DatabaseSync ?? module;
  const open = (at: string) => {
    const opened = new Database(at);
    opened.exec('PRAGMA foreign_keys = OFF');
    return opened;
  };
  let db = open(file === null ? TEMPORARY : copyOf(file));
  const query = async (sql: string) => db.prepare(sql).all() as Record<string, unknown>[];
  const catalog = () => sqliteCatalog(query);
  /** A migration may have ended the transaction itself. */
  const end = async (how: 'COMMIT' | 'ROLLBACK') => {
    try {
      db.exec(how);
    } catch (thrown) {
      if (!/no transaction is active/.test(wordsOf(thrown))) throw thrown;
    }
  };
  const look = async () => ({
    catalog: [...(await catalog()), ...(await sqliteBeside(query))],
    rows: await rowsOfEach(query, TABLES, quoted),
  });
  const session: Attempting = {
    async run(statement) {
      refuseOtherFiles(statement);
      db.exec(statement);
    },
    commit: () => end('COMMIT'),
    rollback: () => end('ROLLBACK'),
    catalog,
    alreadyExists: (thrown) => /already exists|duplicate column name/.test(wordsOf(thrown)),
    runsNowhere: (thrown) => RUNS_NOWHERE.test(wordsOf(thrown)),
    needsNoTransaction: (thrown) => /within a transaction/.test(wordsOf(thrown)),
    look,
    settle: async () => undefined,
    needsCommit: () => false,
  };
  return {
    major: null,
    server: null,
    begunAfter: 0,
    keep: null,
    apply: (statements, watched = []) => applyIn(session, statements, watched),
    measure: null,
    catalog,
    look,
    attempt: (migrations, seen) => attemptIn(session, migrations, seen),
    query,
    async load(dump) {
      const text = readFileSync(dump, 'utf8');
      refuseOtherFiles(text);
      db.exec(text);
    },
    async clear() {
      db.close();
      db = open(TEMPORARY);
    },
    close: async () => db.close(),
  };
}

/** Each process has its own, with what is not folded in yet. */
function copyOf(file: string): string {
  const own = `${file}.${process.pid}`;
  copyFileSync(file, own);
  for (const log of ['-wal', '-journal']) if (existsSync(file + log)) copyFileSync(file + log, own + log);
  return own;
}

/** A shadow holds what it is given, and reaches no database of the user's. */
function refuseOtherFiles(sql: string): void {
  const tokens = tokensOf(sql);
  const isFirst = (position: number) => position === 0 || tokens[position - 1] === ';';
  if (tokens.some((token, position) => isFirst(position) && (token === 'attach' || token === 'vacuum')))
    throw new Error('ATTACH and VACUUM can reach another file, so they are not run here');
}
