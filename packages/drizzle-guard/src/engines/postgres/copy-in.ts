import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Client, Connection } from 'pg';
import { wordsOf } from '../../errors/words-of';

/** The protocol's side of a connection, so far as pg's types leave it out. */
interface Wire extends Connection {
  stream: Socket;
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
}

/** How many characters of rows are sent at once, about. */
const CHUNK = 1 << 16;

/**
 * Sends rows to a COPY … FROM stdin. The connection must have no pipeline: pg refuses queries of others there.
 * @param rows in the form of COPY, without line ends
 */
export function copyIn(client: Client, sql: string, rows: AsyncIterable<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    const send = async (wire: Wire) => {
      let text = '';
      const flush = async () => {
        wire.sendCopyFromChunk(Buffer.from(text));
        text = '';
        if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain');
      };
      for await (const row of rows) {
        if (failure) return;
        text += `${row}\n`;
        if (text.length > CHUNK) await flush();
      }
      if (text !== '') await flush();
      wire.endCopyFrom();
    };
    client.query({
      submit: (wire: Connection) => void (wire as Wire).query(sql),
      handleCopyInResponse: (wire: Wire) =>
        void send(wire).catch((thrown: Error) => {
          failure ??= thrown;
          wire.sendCopyFail(wordsOf(thrown));
        }),
      handleCommandComplete: () => undefined,
      handleError(thrown: Error) {
        failure ??= thrown;
        reject(failure);
      },
      handleReadyForQuery: () => resolve(),
    });
  });
}
