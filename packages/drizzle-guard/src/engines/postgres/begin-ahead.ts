import type { ServerClient } from './client';
import { idOfBegun } from './transaction';

/**
 * A client that can begin a transaction together with the COMMIT of the one before: of two answers one is waited for.
 * Whatever is asked of it next that is not that transaction takes it back first, so that nobody finds one open.
 */
export function withBeginAhead(client: ServerClient): ServerClient {
  let ahead: { begin: string; id: Promise<string | null> } | null = null;
  const takeBack = () => {
    if (ahead) void client.execute('rollback').catch(() => undefined);
    ahead = null;
  };
  const alone =
    <A extends unknown[], T>(ask: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> => {
      takeBack();
      return ask(...args);
    };
  return {
    ...client,
    query: alone(client.query),
    execute: alone(client.execute),
    close: alone(client.close),
    beginAhead(begin) {
      ahead = { begin, id: idOfBegun(client, begin) };
      ahead.id.catch(() => undefined);
    },
    async begunAhead(begin) {
      if (ahead?.begin !== begin) return null;
      const { id } = ahead;
      ahead = null;
      return id;
    },
  };
}
