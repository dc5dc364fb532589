import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { openChannel, type Channel } from '../process/channel';
import { programFile } from '../process/program-file';
import { withheldNames } from '../process/variables';
import type { Answer, DiskRead, Request, Start } from './protocol';

/** Loading takes a second at worst; what takes longer than this waits for something that will not come. */
const TIME_LIMIT = Number(process.env['DRIZZLE_GUARD_SCHEMA_TIMEOUT']) || 20_000;

/** `real` where what comes of evaluating is connected to: then only the real environment counts. */
export type Mode = 'stand-ins' | 'real';

/** Evaluates one database's config and schema in a process of its own, apart from this one's environment and output. */
export interface Evaluator {
  /** Whether code that throws without its variables is evaluated again with stand-ins for them. */
  readonly mode: Mode;
  /** What the code sees as process.env. */
  readonly environment: NodeJS.ProcessEnv;
  /** Lets drizzle-kit be loaded while this process does something else. */
  preload(): void;
  /** @throws GuardError `cannot-evaluate` when the process ends or the time is up */
  ask(request: Request): Promise<Answer>;
  /** Names of the environment variables that the code has read so far. */
  readonly environmentRead: ReadonlySet<string>;
  /** What the code has looked at on the disk so far. */
  readonly filesRead: readonly DiskRead[];
  close(): Promise<void>;
}

/**
 * @param folder the package's folder, absolute: the working directory that the code sees
 * @param environment what the code sees as process.env: the process never has anything else
 */
export function startEvaluator(folder: string, environment: NodeJS.ProcessEnv, mode: Mode): Evaluator {
  const environmentRead = new Set<string>();
  let filesRead: readonly DiskRead[] = [];
  let started: Channel<Request, Answer> | undefined;
  const channel = () => (started ??= startProcess(folder, environment, mode));
  return {
    mode,
    environment,
    preload: () => channel().tell({ kind: 'load-kit' }),
    environmentRead,
    get filesRead() {
      return filesRead;
    },
    async ask(request) {
      const answer = await channel().ask(request);
      for (const name of answer.environmentRead) environmentRead.add(name);
      filesRead = answer.filesRead;
      return answer;
    },
    close: async () => started?.close(),
  };
}

function startProcess(folder: string, environment: NodeJS.ProcessEnv, mode: Mode): Channel<Request, Answer> {
  const start: Start = {
    folder,
    hasStandIns: mode === 'stand-ins',
    withheld: withheldNames(process.env, environment),
  };
  const child = fork(programFile('schema-process.js'), [JSON.stringify(start)], {
    cwd: nearestFolder(folder),
    env: environment,
    execArgv: [],
    serialization: 'advanced',
    // What the code prints is caught inside; here comes what Node says when it breaks down.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (printed = (printed + text).slice(-2000)));
  return openChannel(
    child,
    { ms: TIME_LIMIT, for: 'each answer' },
    {
      failed: (thrown) => cannotEvaluate(wordsOf(thrown), 'correct the file, then run the command again'),
      exited(code, signal) {
        const words = printed.trim().split('\n').slice(-3).join('\n');
        return cannotEvaluate(
          `evaluating it ended with ${signal ?? `exit code ${code}`}${words ? `, after printing:\n${words}` : ''}`,
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

/** The package of a commit need not be checked out, and no process can be started where nothing is. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

function cannotEvaluate(message: string, help: string): GuardError {
  return new GuardError('cannot-evaluate', message, help);
}
