import { fork } from 'node:child_process';
import type { Connection } from '../engines/connection';
import { wordsOf } from '../errors/words-of';
import { programFile } from '../process/program-file';
import type { SeedMessage, SeedReply, SeedRequest } from './protocol';

/** Somebody's schema may do anything while it is loaded. */
const TIME_LIMIT = 10 * 60 * 1000;

const BEGIN: Record<string, string> = { mysql: 'START TRANSACTION' };

/**
 * Fills every table of a schema with rows of drizzle-seed, the same each time, in one transaction: all of them, or none.
 * @param variables the environment that the schema sees
 * @throws Error in the words of drizzle-seed, of the schema or of the database
 */
export async function fillByDrizzleSeed(
  connection: Connection,
  request: SeedRequest,
  variables: NodeJS.ProcessEnv,
): Promise<void> {
  await connection.query(BEGIN[request.dialect] ?? 'BEGIN');
  try {
    await runProcess(connection, request, variables);
    await connection.query('COMMIT');
  } catch (thrown) {
    await connection.query('ROLLBACK').catch(() => undefined);
    throw thrown;
  }
}

function runProcess(connection: Connection, request: SeedRequest, env: NodeJS.ProcessEnv): Promise<void> {
  const child = fork(programFile('seed-process.js'), [], {
    cwd: request.folder,
    env,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: TIME_LIMIT,
    killSignal: 'SIGKILL',
  });
  return new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      reject(new Error(`its process ended (${signal ?? `exit code ${code}`}) before it was done`)),
    );
    child.on('message', (message: SeedMessage) => {
      if (message.kind === 'done') return resolve();
      if (message.kind === 'failed') return reject(new Error(message.words));
      void rowsOf(connection, message).then((reply) => child.connected && child.send(reply));
    });
    child.send(request);
  }).finally(() => child.kill('SIGKILL'));
}

async function rowsOf(
  connection: Connection,
  { sql, values }: Extract<SeedMessage, { kind: 'statement' }>,
): Promise<SeedReply> {
  try {
    return { rows: (await connection.query(sql, values)).map(Object.values) };
  } catch (thrown) {
    return { error: wordsOf(thrown) };
  }
}
