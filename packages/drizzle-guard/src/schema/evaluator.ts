import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { GuardError } from '../errors/guard-error';
import type { Answer, Request, WorkerData } from './protocol';
import { wordsOf } from '../errors/words-of';

/** Loading takes a second at worst; what takes longer than this waits for something that will not come. */
const TIME_LIMIT = Number(process.env['DRIZZLE_GUARD_SCHEMA_TIMEOUT']) || 20_000;

/** Evaluates one database's config and schema in threads, apart from this process's environment and output. */
export interface Evaluator {
  /** Lets drizzle-kit be loaded while this thread does something else. */
  preload(): void;
  /** @throws GuardError `cannot-evaluate` when a thread ends or the time is up */
  ask(request: Request): Promise<Answer>;
  /** Names of the environment variables that the code has read so far. */
  readonly environmentRead: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * Two threads, each started when it is needed: one evaluates the config while the other loads drizzle-kit, which takes
 * longer than everything else together.
 *
 * @param folder the package's folder, absolute: the working directory that the code sees
 * @param environment what the code sees as process.env
 */
export function startEvaluator(folder: string, environment: NodeJS.ProcessEnv): Evaluator {
  const environmentRead = new Set<string>();
  const threads: { config?: Thread; kit?: Thread } = {};
  const threadFor = (part: 'config' | 'kit') => (threads[part] ??= startThread(folder, environment));
  return {
    preload: () => threadFor('kit').tell({ kind: 'load-kit' }),
    environmentRead,
    async ask(request) {
      const answer = await threadFor(request.kind === 'config' ? 'config' : 'kit').ask(request);
      for (const name of answer.environmentRead) environmentRead.add(name);
      return answer;
    },
    close: async () => void (await Promise.all(Object.values(threads).map((thread) => thread.end()))),
  };
}

interface Thread {
  tell(request: Request): void;
  ask(request: Request): Promise<Answer>;
  end(): Promise<unknown>;
}

function startThread(folder: string, environment: NodeJS.ProcessEnv): Thread {
  const worker = new Worker(workerFile(), {
    workerData: { cwd: folder } satisfies WorkerData,
    env: environment,
    stdin: true,
    stdout: true,
    stderr: true,
    execArgv: [],
  });
  const printed: string[] = [];
  worker.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  worker.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  // The thread may end at any time, also between two questions: what fails in the background is not awaited by anybody.
  let end: GuardError | undefined;
  let onEnd: ((end: GuardError) => void) | undefined;
  const ended = (message: string, help: string) => {
    end ??= new GuardError('cannot-evaluate', message, help);
    onEnd?.(end);
  };
  worker.on('error', (error) => ended(wordsOf(error), 'correct the file, then run the command again'));
  worker.on('exit', (code) => {
    const words = printed.join('').trim().split('\n').slice(-3).join('\n');
    ended(
      `evaluating it ended with process.exit(${code})${words ? `, after printing:\n${words}` : ''}`,
      'correct what it says, then run the command again',
    );
  });
  return {
    tell: (request) => worker.postMessage(request),
    ask: (request) =>
      new Promise<Answer>((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          worker.removeAllListeners('message');
          onEnd = undefined;
          act();
        };
        const timer = setTimeout(() => settle(() => reject(tookTooLong())), TIME_LIMIT);
        onEnd = (failure) => settle(() => reject(failure));
        if (end) return onEnd(end);
        worker.on('message', (answer: Answer) => settle(() => resolve(answer)));
        worker.postMessage(request);
      }),
    end: () => worker.terminate(),
  };
}

function tookTooLong(): GuardError {
  return new GuardError(
    'cannot-evaluate',
    `evaluating it took longer than ${TIME_LIMIT / 1000} s and was stopped`,
    'take out what waits or never ends (a connection, a loop) when the file is loaded',
  );
}

/** Beside the bundle in the published package; in dist when this runs from source. */
function workerFile(): string {
  const beside = path.join(__dirname, 'schema-worker.js');
  return existsSync(beside) ? beside : path.join(__dirname, '../../dist/schema-worker.js');
}
