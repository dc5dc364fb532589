// Runs drizzle-seed over the user's schema in a process of its own. It has no connection: each statement is sent to the
// process that started it, which has one.
import { createRequire } from 'node:module';
import path from 'node:path';
import { wordsOf } from '../errors/words-of';
import { endWithParent } from '../schema/inside/end-with-parent';
import { runCode } from '../schema/inside/run-code';
import type { SeedMessage, SeedReply, SeedRequest } from './protocol';

type Run = (sql: string, values: unknown[], method: string) => Promise<{ rows: unknown[] }>;

/** What of drizzle-seed and of a driver of drizzle-orm is used; any since drizzle-orm 0.36. */
type Seed = (database: object, schema: object, options: { count: number; seed: number }) => Promise<void>;
type Drizzle = (run: Run) => object;

/** The same rows each time. */
const OPTIONS = { count: 10, seed: 1 };

/** drizzle-orm's drivers for a database that is asked elsewhere. */
const DRIVERS: Record<string, string> = {
  postgresql: 'drizzle-orm/pg-proxy',
  mysql: 'drizzle-orm/mysql-proxy',
  sqlite: 'drizzle-orm/sqlite-proxy',
  turso: 'drizzle-orm/sqlite-proxy',
};

endWithParent(() => process.exit());
let answered: (reply: SeedReply) => void = () => undefined;

process.once('message', (request: SeedRequest) => {
  process.on('message', (reply: SeedReply) => answered(reply));
  seed(request).then(
    () => say({ kind: 'done' }),
    (thrown: unknown) => say({ kind: 'failed', words: saidBy(thrown) }),
  );
});

async function seed({ folder, cwd, dialect, code, filename }: SeedRequest): Promise<void> {
  process.chdir(cwd);
  const require = createRequire(path.join(folder, 'resolve.js'));
  const { seed } = require('drizzle-seed') as { seed: Seed };
  const { drizzle } = require(DRIVERS[dialect]!) as { drizzle: Drizzle };
  const modules = await runCode({ code, filename });
  await seed(
    drizzle(dialect === 'mysql' ? runOnMysql : run),
    Object.assign({}, ...Object.values(modules)) as object,
    OPTIONS,
  );
}

/** One statement at a time. */
let last: Promise<unknown> = Promise.resolve();

function run(sql: string, values: unknown[]): Promise<{ rows: unknown[][] }> {
  const answer = last.then(
    () =>
      new Promise<{ rows: unknown[][] }>((resolve, reject) => {
        answered = (reply) => ('error' in reply ? reject(new Error(reply.error)) : resolve(reply));
        say({ kind: 'statement', sql, values });
      }),
  );
  last = answer.catch(() => undefined);
  return answer;
}

/** drizzle-orm looks for the number of a new row in what the driver of MySQL says of a statement; drizzle-seed does not. */
const runOnMysql: Run = async (sql, values, method) => {
  const answer = await run(sql, values);
  return method === 'execute' ? { rows: [{}] } : answer;
};

function say(message: SeedMessage): void {
  process.send!(message);
}

/** drizzle-orm wraps what the database says in its statement, with all values. */
function saidBy(thrown: unknown): string {
  const { cause } = thrown as { cause?: unknown };
  return wordsOf(cause instanceof Error ? cause : thrown);
}
