import type { Socket } from 'node:net';
import type { Client, ClientConfig } from 'pg';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { cancel, type BackendKey } from './cancel';
import { copyIn } from './copy-in';
import type { Place } from './credentials';
import { withSendAhead } from './send-ahead';
import type { PostgresClient } from './transaction';

/** For a server that does not answer; in milliseconds. */
const CONNECT_TIMEOUT = 10_000;

/** A client that knows whether the server sees it where it is: a pooler in between has another port there. */
export interface ServerClient extends PostgresClient {
  another(): Promise<ServerClient>;
  /** The local end of the connection; null for a socket in the file system. */
  port: number | null;
  /** The server's process, as what answered the connection says. */
  process: number;
  /** Cancels what the server is at; it may pass over that. Behind a pooler it is somebody else's. */
  cancel(): Promise<void>;
  /** Whether the connection was lost. */
  isLost(): boolean;
}

/**
 * Opens one connection.
 * @throws GuardError `cannot-connect`, `driver-missing`
 */
export async function connect(place: Place): Promise<ServerClient> {
  return withSendAhead(clientOf(await opened(place, true), place));
}

/** What a dump is loaded through. */
export interface LoadingClient {
  execute(sql: string): Promise<unknown>;
  /** @param rows for a COPY … FROM stdin, in its form and without line ends */
  copy(sql: string, rows: AsyncIterable<string>): Promise<void>;
  close(): Promise<void>;
}

/** @throws GuardError as `connect` */
export async function connectToLoad(place: Place): Promise<LoadingClient> {
  const client = await opened(place, false);
  return {
    execute: (sql) => client.query(sql),
    copy: (sql, rows) => copyIn(client, sql, rows),
    close: () => client.end(),
  };
}

async function opened(place: Place, pipeline: boolean): Promise<Client> {
  const { Client } = await loadDriver();
  const open = async (config: ClientConfig) => {
    const client = new Client({
      ...config,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      keepAlive: true,
      pipeline,
    });
    // A connection that is lost between two statements would end the process; the next statement says so.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  try {
    return await open(place.config);
  } catch (thrown) {
    if (place.isTlsOptional && /does not support SSL/.test(wordsOf(thrown)))
      return opened({ ...place, config: { ...place.config, ssl: false }, isTlsOptional: false }, pipeline);
    throw refused(place, thrown);
  }
}

/** Of a client of pg, what its types do not know: the socket, or the one inside of TLS, and by what it is cancelled. */
interface Inside extends BackendKey {
  connection: { stream: Socket };
}

function clientOf(client: Client, place: Place): ServerClient {
  let lost = false;
  const lose = () => void (lost = true);
  client.on('error', lose).on('end', lose);
  const { connection, processID, secretKey } = client as unknown as Inside;
  const together = inOneGo(connection.stream);
  return {
    port: connection.stream.localPort ?? null,
    process: processID,
    cancel: () => cancel(place, { processID, secretKey }),
    isLost: () => lost,
    isPipelined: true,
    async query(sql, values) {
      together();
      // Of several statements pg gives a list, which its types do not know.
      const result: unknown = await client.query(sql, values);
      const last = Array.isArray(result) ? (result.at(-1) as unknown) : result;
      return (last as { rows: Record<string, unknown>[] }).rows;
    },
    async execute(sql) {
      together();
      await client.query(sql);
    },
    close: () => client.end(),
    another: () => connect(place),
  };
}

/** What, asked before something is written, has all that one turn writes sent as one packet: the server is woken once. */
function inOneGo(stream: Socket): () => void {
  let isHeld = false;
  const send = () => {
    isHeld = false;
    stream.uncork();
  };
  return () => {
    if (isHeld) return;
    isHeld = true;
    stream.cork();
    process.nextTick(send);
  };
}

async function loadDriver(): Promise<{ Client: new (config: ClientConfig) => Client }> {
  try {
    return await outsideOfWorkers(() => import('pg'));
  } catch (thrown) {
    throw new GuardError(
      'driver-missing',
      `pg, which comes with drizzle-guard, cannot be loaded: ${wordsOf(thrown).split('\n')[0]}`,
      'reinstall drizzle-guard, then run the command again',
      { cause: thrown },
    );
  }
}

/**
 * pg asks whether it runs in a worker of Cloudflare. Before Node 21, which has a navigator, it makes a Response for that,
 * and Node loads all of fetch: half as long as a connection takes.
 */
async function outsideOfWorkers<T>(load: () => Promise<T>): Promise<T> {
  if ('navigator' in globalThis) return load();
  const own = { value: { userAgent: 'Node.js' }, configurable: true };
  Object.defineProperty(globalThis, 'navigator', own);
  try {
    return await load();
  } finally {
    delete (globalThis as { navigator?: unknown }).navigator;
  }
}

/** What people can do about it, by SQLSTATE or by Node's codes; the rest is in the server's own words. */
const WAYS_OUT: readonly [codes: readonly string[], help: string][] = [
  [['28P01', '28000'], 'correct the user or the password'],
  [['3D000'], 'create the database (`createdb`), or correct its name'],
  [['ENOTFOUND', 'EAI_AGAIN'], 'correct the host, or see whether this machine can resolve it'],
  [['ECONNREFUSED', 'ENOENT'], 'see whether the server runs there, and correct host and port'],
  [['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'], 'see whether a firewall or a VPN is in between'],
  [['53300', '57P03'], 'wait until the server takes connections'],
];

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|certificate/;

function refused({ description }: Place, thrown: unknown): GuardError {
  const code = String((thrown as { code?: unknown }).code ?? '');
  const words = saidOf(thrown);
  const isCertificate = CERTIFICATE.test(code) || CERTIFICATE.test(words);
  const help =
    WAYS_OUT.find(([codes]) => codes.includes(code))?.[1] ??
    (isCertificate
      ? 'give the certificate that signs it (`ssl: { ca }`, or sslrootcert=<file> in the URL)'
      : /timeout/.test(words)
        ? 'see whether a firewall or a VPN is in between'
        : 'correct the connection');
  return new GuardError(
    'cannot-connect',
    `${description} cannot be reached: ${words}`,
    `${help}, then run the command again; nothing was done`,
    { cause: thrown },
  );
}

/** Where a host has several addresses, what each of them said stands inside. */
function saidOf(thrown: unknown): string {
  if (thrown instanceof AggregateError)
    return [...new Set(thrown.errors.map((one) => wordsOf(one)))].join('; ');
  const words = wordsOf(thrown);
  return /client password must be a string/.test(words) ? 'it wants a password, and none is given' : words;
}

/** Whether nobody is there any more, after something failed: a server says why it hangs up before it does. */
export async function hasHungUp(client: ServerClient): Promise<boolean> {
  if (!client.isLost()) await client.query('select 1').catch(() => undefined);
  return client.isLost();
}

/** What was asked of a connection that is not there any more. */
export function lostConnection(description: string, refusal: unknown): GuardError {
  // What calls it unreadable has the driver's words inside.
  const cause = refusal instanceof GuardError ? (refusal.cause ?? refusal) : refusal;
  return new GuardError(
    'cannot-connect',
    `the connection to ${description} was lost: ${wordsOf(cause)}`,
    'when the database can be reached, run the command again',
    { cause },
  );
}
