import { connect } from 'node:net';
import type { Place } from './credentials';

/** What a server tells each connection about itself, so that it can be cancelled. */
export interface BackendKey {
  processID: number;
  secretKey: number;
}

/** CancelRequest of protocol 3.0 (PostgreSQL 15, protocol-message-formats). */
const CANCEL_REQUEST = 80877102;

/** For a server that does not answer; in milliseconds. */
const TIMEOUT = 5000;

/**
 * Cancels what a connection is at, without a login, which a server that is full would refuse. Ends when the server has
 * told its process; between two statements that one passes over it.
 */
export function cancel({ config }: Place, { processID, secretKey }: BackendKey): Promise<void> {
  const message = Buffer.alloc(16);
  [message.length, CANCEL_REQUEST, processID, secretKey].forEach((word, at) =>
    message.writeInt32BE(word, at * 4),
  );
  const { host = '', port = 5432 } = config;
  return new Promise((resolve) => {
    const socket = host.startsWith('/')
      ? connect(`${host}/.s.PGSQL.${port}`)
      : connect({ host, port: Number(port) });
    socket
      .on('close', () => resolve())
      .on('error', () => undefined)
      .setTimeout(TIMEOUT, () => socket.destroy());
    socket.resume();
    socket.end(message);
  });
}
