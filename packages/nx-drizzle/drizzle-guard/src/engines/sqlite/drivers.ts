import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import type { Row, SqliteClient } from './client';

/** What better-sqlite3, libsql and node:sqlite have in common; all of them block this thread. */
interface Database {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  close(): void;
}

interface Statement {
  /** False where it gives no rows: better-sqlite3 then refuses to give them. node:sqlite does not have it. */
  reader?: boolean;
  all(...values: unknown[]): unknown[];
  run(...values: unknown[]): unknown;
}

type Open = new (file: string) => Database;

export interface SqliteDriver {
  name: string;
  /**
   * Whether drizzle's own migrator runs every migration without foreign keys (@libsql/client, `migrate`): dropping a
   * table would delete what refers to it otherwise.
   */
  suspendsForeignKeys: boolean;
  /** Opens a file; where it is not there, it is created. */
  open(file: string): SqliteClient;
}

const NODE_SQLITE = 'node:sqlite';

/**
 * The driver that a package has for files of SQLite, in drizzle-kit's order; last the one of this Node. Migrations for
 * Turso have statements that libsql alone knows (ALTER TABLE … ALTER COLUMN).
 * @param folder absolute
 * @throws GuardError `driver-missing`
 */
export function sqliteDriver(folder: string, dialect: string): SqliteDriver {
  const require = createRequire(path.join(folder, 'resolve.js'));
  const ways = [
    {
      name: '@libsql/client',
      load: () => createRequire(require.resolve('@libsql/client'))('libsql') as Open,
    },
    ...(dialect === 'turso'
      ? []
      : [
          { name: 'better-sqlite3', load: () => require('better-sqlite3') as Open },
          {
            name: NODE_SQLITE,
            // Asked for as a module of this Node alone: a package of that name is another one.
            load: () => (isBuiltin(NODE_SQLITE) ? loadBuiltIn() : missing(NODE_SQLITE)),
          },
        ]),
  ];
  const reasons: string[] = [];
  for (const { name, load } of ways)
    try {
      const Database = load();
      return {
        name,
        suspendsForeignKeys: name === '@libsql/client',
        open: (file) => clientOf(new Database(file)),
      };
    } catch (thrown) {
      if (!isNotThere(thrown, name)) reasons.push(`${name}: ${wordsOf(thrown).split('\n')[0]}`);
    }
  throw new GuardError(
    'driver-missing',
    `${folder} finds no driver for ${dialect === 'turso' ? 'Turso' : 'SQLite'}: ${ways.map(({ name }) => name).join(', ')}${reasons.map((reason) => `; ${reason}`).join('')}`,
    'install one (`npm install @libsql/client`), then run the command again; nothing was done',
  );
}

function loadBuiltIn(): Open {
  // It warns that it is experimental; who migrates cannot do anything about that.
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return (createRequire(__filename)(NODE_SQLITE) as { DatabaseSync: Open }).DatabaseSync;
  } finally {
    process.emitWarning = emitWarning;
  }
}

function missing(name: string): never {
  throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
}

/** Another package may be missing inside of one that is installed. */
function isNotThere(thrown: unknown, name: string): boolean {
  return (
    (thrown as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND' && wordsOf(thrown).includes(`'${name}'`)
  );
}

function clientOf(database: Database): SqliteClient {
  return {
    async query(sql, values = []) {
      const statement = database.prepare(sql);
      if (statement.reader !== false) return statement.all(...values) as Row[];
      statement.run(...values);
      return [];
    },
    execute: async (sql) => void database.exec(sql),
    close: async () => database.close(),
  };
}
