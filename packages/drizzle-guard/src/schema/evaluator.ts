import { Worker } from 'node:worker_threads';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { openChannel, type Channel } from '../process/channel';
import { programFile } from '../process/program-file';
import type { Answer, Request, WorkerData } from './protocol';

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
    close: async () => void (await Promise.all(Object.values(threads).map((thread) => thread.close()))),
  };
}

type Thread = Channel<Request, Answer>;

function startThread(folder: string, environment: NodeJS.ProcessEnv): Thread {
  const worker = new Worker(programFile('schema-worker.js'), {
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
  return openChannel(
    worker,
    { ms: TIME_LIMIT, for: 'each answer' },
    {
      failed: (thrown) => cannotEvaluate(wordsOf(thrown), 'correct the file, then run the command again'),
      exited(code) {
        const words = printed.join('').trim().split('\n').slice(-3).join('\n');
        return cannotEvaluate(
          `evaluating it ended with process.exit(${code})${words ? `, after printing:\n${words}` : ''}`,
          'correct what it says, then run the command again',
        );
      },
      tookTooLong: () =>
        cannotEvaluate(
          `evaluating it took longer than ${TIME_LIMIT / 1000} s and was stopped`,
          'take out what waits or never ends (a connection, a loop) when the file is loaded',
        ),
    },
  );
}

function cannotEvaluate(message: string, help: string): GuardError {
  return new GuardError('cannot-evaluate', message, help);
}
