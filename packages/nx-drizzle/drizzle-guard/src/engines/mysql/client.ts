import type { Connection as Driver, ConnectionOptions } from 'mysql2/promise';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import type { Place } from './credentials';

/** For a server that does not answer; in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

type Row = Record<string, unknown>;

/** One connection to a server of MySQL or MariaDB. What it throws says the server's code too. */
export interface MysqlClient {
  /** The server's number for the connection. */
  id: number;
  /** The one that the connection was opened in: a migration may USE another. */
  database: string;
  query(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The names of the columns that a query gives. */
  columns(sql: string): Promise<string[]>;
  execute(sql: string): Promise<void>;
  /** Opens one more connection to the same database. */
  another(): Promise<MysqlClient>;
  close(): Promise<void>;
}

/**
 * Opens one connection.
 * @throws GuardError `cannot-connect`, `driver-missing`
 */
export async function connect(place: Place): Promise<MysqlClient> {
  const createConnection = await loadDriver();
  try {
    const driver = await createConnection({
      ...place.config,
      connectTimeout: CONNECT_TIMEOUT,
      connectAttributes: { program_name: 'drizzle-guard' },
    });
    // A connection that is lost between two statements would end the process; the next statement says so.
    driver.on('error', () => undefined);
    return clientOf(driver, place);
  } catch (thrown) {
    throw refused(place, thrown);
  }
}

function clientOf(driver: Driver, place: Place): MysqlClient {
  const rows = async (sql: string, values?: readonly unknown[]) => {
    // Prepared: what is escaped here would depend on the server's sql_mode.
    const [answer] =
      values === undefined ? await driver.query(sql) : await driver.execute(sql, [...values] as string[]);
    return Array.isArray(answer) ? (answer as unknown as Row[]) : [];
  };
  return {
    id: driver.threadId,
    database: place.database,
    query: (sql, values) => coded(rows(sql, values)),
    columns: async (sql) => {
      const [, fields] = await coded(driver.query(sql));
      return fields.map(({ name }) => name);
    },
    execute: async (sql) => void (await coded(driver.query(sql))),
    another: () => connect(place),
    async close() {
      await driver.end().catch(() => undefined);
      driver.destroy();
    },
  };
}

async function coded<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const { code, errno } = thrown as { code?: unknown; errno?: unknown };
    const number = typeof errno === 'number' && errno > 0 ? `, ${errno}` : '';
    throw Object.assign(
      new Error(typeof code === 'string' ? `${wordsOf(thrown)} (${code}${number})` : wordsOf(thrown), {
        cause: thrown,
      }),
      { code },
    );
  }
}

/** The server's code of what was thrown: "ER_NO_SUCH_TABLE". */
export function mysqlCode(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return '';
  const { code, cause } = thrown as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : mysqlCode(cause);
}

export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** Whether the server still answers. */
export function answers(client: MysqlClient): Promise<boolean> {
  return client.query('select 1').then(
    () => true,
    () => false,
  );
}

async function loadDriver(): Promise<(options: ConnectionOptions) => Promise<Driver>> {
  try {
    return (await import('mysql2/promise')).createConnection;
  } catch (thrown) {
    throw new GuardError(
      'driver-missing',
      `mysql2, which comes with drizzle-guard, cannot be loaded: ${wordsOf(thrown).split('\n')[0]}`,
      'reinstall drizzle-guard, then run the command again',
      { cause: thrown },
    );
  }
}

/** What people can do about it; the rest is in the server's own words. */
const WAYS_OUT: readonly [codes: readonly string[], help: string][] = [
  [['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR'], 'correct the user or the password, or its grants'],
  [['ER_BAD_DB_ERROR'], 'create the database (`CREATE DATABASE …`), or correct its name'],
  [['ENOTFOUND', 'EAI_AGAIN'], 'correct the host, or see whether this machine can resolve it'],
  [['ECONNREFUSED', 'ENOENT'], 'see whether the server runs there, and correct host and port'],
  [['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'], 'see whether a firewall or a VPN is in between'],
  [['ER_CON_COUNT_ERROR'], 'wait until the server takes connections'],
  [['HANDSHAKE_NO_SSL_SUPPORT'], 'take `ssl` out of the connection, or let the server offer TLS'],
];

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|HANDSHAKE_SSL|certificate/i;

function refused({ description }: Place, thrown: unknown): GuardError {
  const code = mysqlCode(thrown);
  const words = saidOf(thrown);
  const isCertificate = CERTIFICATE.test(code) || CERTIFICATE.test(words);
  const help =
    WAYS_OUT.find(([codes]) => codes.includes(code))?.[1] ??
    (isCertificate ? 'give the certificate that signs it (`ssl: { ca }`)' : 'correct the connection');
  return new GuardError(
    'cannot-connect',
    `${description} cannot be reached: ${words}`,
    `${help}, then run the command again; nothing was done`,
    { cause: thrown },
  );
}

/** Where a host has several addresses, what each of them said stands inside. */
function saidOf(thrown: unknown): string {
  const inside = thrown instanceof AggregateError ? thrown.errors : [];
  const words = inside.length > 0 ? inside.map((one) => wordsOf(one)) : [wordsOf(thrown)];
  return [...new Set(words)].join('; ') || mysqlCode(thrown) || 'no reason was given';
}
