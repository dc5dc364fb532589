import net from 'node:net';
import { SERVER } from './fixtures';

/** A proxy on loopback that ends both sides of a connection at some byte of what the server or the client sends. */
export interface CuttingProxy {
  port: number;
  /** How many bytes clients have sent, in all connections. */
  sent(): number;
  close(): void;
}

/**
 * @param after how many bytes of a client pass, of all connections together; then everything is cut once
 * @param isAnswered whether the last of them reaches the server; its answer does not come back
 */
export function cuttingProxy(after: number, isAnswered: boolean): Promise<CuttingProxy> {
  let count = 0;
  let isCut = false;
  const server = net.createServer((client) => {
    const upstream = net.connect(SERVER.port, SERVER.host);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (data) => {
      count += data.length;
      const isNow = !isCut && count > after;
      if (!isNow) return void upstream.write(data);
      isCut = true;
      if (!isAnswered) return end();
      upstream.write(data, () => {
        client.destroy();
        upstream.end();
      });
    });
    upstream.on('data', (data) => void (client.destroyed || client.write(data)));
    for (const side of [client, upstream]) side.on('error', end).on('close', () => setTimeout(end, 50));
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as net.AddressInfo).port,
        sent: () => count,
        close: () => server.close(),
      }),
    ),
  );
}
