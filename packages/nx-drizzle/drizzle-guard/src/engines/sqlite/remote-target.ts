import { createRequire } from 'node:module';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import type { Target } from '../connection';
import type { Row, SqliteClient } from './client';
import { sqliteConnection } from './connection';

/** @libsql/hrana-client, on which @libsql/client works: one stream is one connection of the server. */
interface Hrana {
  openHttp(url: string, authToken?: string): Client;
  openWs(url: string, authToken?: string): Client;
}

interface Client {
  openStream(): Stream;
  close(): void;
}

interface Stream {
  query(statement: [string, unknown[]]): Promise<{ columnNames: (string | undefined)[]; rows: unknown[] }>;
  sequence(sql: string): Promise<void>;
  closeGracefully(): void;
}

/**
 * A Turso database, or another server of libsql. A lock file is of no use there, and a server has no lock that is no
 * row: runs are kept apart by the transactions themselves, each of which takes the write lock and counts the ledger's
 * rows before it does anything.
 *
 * @param folder where the driver is looked for, absolute
 */
export function remoteTarget(folder: string, place: { url: string; authToken: string | null }): Target {
  const { url, authToken } = serverOf(place);
  const shown = `${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  return {
    description: `turso ${shown}`,
    insideWorkTree: false,
    isLocal: /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname),
    whereabouts: { kind: 'libsql' },
    exists: () => true,
    async open() {
      const hrana = loadHrana(folder);
      const client = url.protocol.startsWith('ws')
        ? hrana.openWs(url.href, authToken)
        : hrana.openHttp(url.href, authToken);
      const stream = clientOf(client);
      try {
        await stream.query('SELECT 1');
      } catch (thrown) {
        await stream.close();
        throw refused(shown, thrown);
      }
      return sqliteConnection(stream, { suspendsForeignKeys: true, lock: async () => undefined });
    },
  };
}

/** As @libsql/core reads it: libsql: means https:, or http: with ?tls=0; the token may stand in the URL. */
function serverOf({ url: text, authToken }: { url: string; authToken: string | null }): {
  url: URL;
  authToken: string | undefined;
} {
  try {
    const given = new URL(text.replace(/^libsql:/i, 'https:'));
    const isPlain = given.searchParams.get('tls') === '0';
    const isLibsql = /^libsql:/i.test(text);
    const token = authToken ?? given.searchParams.get('authToken') ?? undefined;
    const url = new URL(isLibsql && isPlain ? text.replace(/^libsql:/i, 'http:') : given.href);
    url.search = '';
    url.hash = '';
    return { url, authToken: token };
  } catch {
    throw new GuardError(
      'cannot-connect',
      'dbCredentials.url is no URL of a libsql server; nothing was done',
      'write it as `libsql://<database>-<organisation>.turso.io`',
    );
  }
}

function loadHrana(folder: string): Hrana {
  try {
    const require = createRequire(path.join(folder, 'resolve.js'));
    return createRequire(require.resolve('@libsql/client'))('@libsql/hrana-client') as Hrana;
  } catch (thrown) {
    throw new GuardError(
      'driver-missing',
      `@libsql/client cannot be loaded from ${folder}: ${wordsOf(thrown).split('\n')[0]}`,
      'install it (`npm install @libsql/client`), then run the command again; nothing was done',
      { cause: thrown },
    );
  }
}

/** A stream that failed is closed by its own client; the next question opens another one, outside of any transaction. */
function clientOf(client: Client): SqliteClient {
  const stream = client.openStream();
  return {
    async query(sql, values = []) {
      const { columnNames, rows } = await stream.query([sql, [...values]]);
      return (rows as Record<number, unknown>[]).map((row): Row =>
        Object.fromEntries(columnNames.map((name, position) => [name ?? String(position), row[position]])),
      );
    },
    execute: (sql) => stream.sequence(sql),
    async close() {
      stream.closeGracefully();
      client.close();
    },
  };
}

/** What the server's words mean, without the token that it did not like. */
function refused(shown: string, thrown: unknown): GuardError {
  const { status, cause } = thrown as { status?: unknown; cause?: unknown };
  if (status === 401 || status === 403)
    return new GuardError(
      'cannot-connect',
      `${shown} refuses the token (HTTP ${status}); nothing was done`,
      'set dbCredentials.authToken in the drizzle config, or the variable that it reads, to a token of this database',
      { cause: thrown },
    );
  const words = cause instanceof Error ? `${wordsOf(thrown)} (${wordsOf(cause)})` : wordsOf(thrown);
  return new GuardError(
    'cannot-connect',
    `${shown} cannot be reached: ${words}; nothing was done`,
    'see whether the address in dbCredentials.url is right, and whether the database is running',
    { cause: thrown },
  );
}
