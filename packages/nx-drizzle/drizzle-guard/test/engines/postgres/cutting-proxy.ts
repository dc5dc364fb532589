import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy on loopback that hands messages through, and at one of them stops. */
export interface CuttingProxy {
  /** The URL of the database, through the proxy. */
  url: string;
  /** How many messages of the protocol it has handed through, of both sides. */
  passed(): number;
  /** Whether it has cut. */
  hasCut(): boolean;
  close(): Promise<void>;
}

export interface Cut {
  /**
   * How many messages pass before every connection through it ends: the last one still arrives, and its answer does not.
   * Infinity: it never cuts.
   */
  after: number;
  /** Whether it takes no more connections then. */
  isGone: boolean;
  /** Whether the server sees the client's own port, as without a proxy: else it is taken for a pooler. */
  isUnseen: boolean;
}

/** @param url of a database on 127.0.0.1, without TLS */
export async function cuttingProxy(url: string, { after, isGone, isUnseen }: Cut): Promise<CuttingProxy> {
  const to = new URL(url);
  const open = new Set<() => void>();
  let passed = 0;
  let hasCut = false;
  const mayPass = () => hasCut || ++passed < after;

  const server = createServer({ noDelay: true }, (near) => {
    if (hasCut && isGone) return void near.destroy();
    const far = createConnection({
      ...{ host: to.hostname, port: Number(to.port), noDelay: true },
      // Free there: the client's is of the other family of addresses.
      ...(isUnseen ? { localAddress: '127.0.0.1', localPort: near.remotePort! } : {}),
    });
    let isCut = false;
    // What is sent already arrives: an end does not overtake it.
    const end = () => {
      isCut = true;
      near.end();
      far.end();
      far.resume();
      open.delete(end);
    };
    open.add(end);
    const hand = (from: Socket, other: Socket, isTyped: boolean) => {
      const messages = framing(isTyped);
      from.on('data', (chunk: Buffer) => {
        for (const message of messages(chunk)) {
          if (isCut) return;
          const isLast = !mayPass();
          other.write(message);
          if (!isLast) continue;
          hasCut = true;
          for (const each of [...open]) each();
        }
      });
      from.on('error', () => undefined).on('close', () => other.end());
    };
    hand(near, far, false);
    hand(far, near, true);
  });
  server.listen(0, isUnseen ? '::1' : '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const through = new URL(url);
  through.hostname = isUnseen ? '[::1]' : '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    passed: () => passed,
    hasCut: () => hasCut,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** Cuts a stream into messages: a type and a length, but the very first of a client, which is a length alone. */
function framing(isTyped: boolean): (chunk: Buffer) => Buffer[] {
  let [rest, head] = [Buffer.alloc(0), isTyped ? 1 : 0];
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    while (rest.length >= head + 4) {
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) break;
      messages.push(rest.subarray(0, end));
      rest = rest.subarray(end);
      head = 1;
    }
    return messages;
  };
}
