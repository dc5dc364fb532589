import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { shadowSpec } from './drivers';
import {
  ShadowEnded,
  type Applied,
  type CatalogEntry,
  type Shadow,
  type ShadowAnswer,
  type ShadowRequest,
} from './shadow';

/** For everything that is asked of one shadow. A history of 300 migrations takes some seconds. */
const TIME_LIMIT = Number(process.env['DRIZZLE_GUARD_REPLAY_TIMEOUT']) || 120_000;

/**
 * Starts an empty shadow in a process of its own, which is ended when its time is up.
 * @param folders where its driver is looked for, absolute; the first that has one
 * @param statements what will be run: the extensions that they create are loaded
 * @throws GuardError `driver-missing`, `replay-failed` where it does not start
 */
export async function openShadow(
  dialect: string,
  folders: readonly string[],
  statements: readonly string[],
): Promise<Shadow> {
  const spec = shadowSpec(dialect, folders, statements);
  const { ask, end } = startProcess();
  try {
    await ask({ call: 'open', spec });
  } catch (thrown) {
    await end();
    throw new GuardError(
      'replay-failed',
      `the shadow, ${spec.engine} in a process of its own, does not start: ${wordsOf(thrown)}`,
      'reinstall the packages, then run the command again; nothing was replayed',
      { cause: thrown },
    );
  }
  return {
    apply: async (toRun, watched = []) =>
      (await ask({ call: 'apply', statements: toRun, watched })) as Applied,
    catalog: async () => (await ask({ call: 'catalog' })) as CatalogEntry[],
    clear: async () => void (await ask({ call: 'clear' })),
    close: end,
  };
}

interface ShadowProcess {
  ask(request: ShadowRequest): Promise<unknown>;
  end(): Promise<void>;
}

function startProcess(): ShadowProcess {
  const child = fork(processFile(), [], {
    cwd: os.tmpdir(),
    env: {},
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let ended: ShadowEnded | undefined;
  let settle: ((answer: ShadowAnswer | ShadowEnded) => void) | undefined;
  const stop = (message: string) => {
    ended ??= new ShadowEnded(message);
    settle?.(ended);
  };
  const timer = setTimeout(() => {
    stop(`the replay took longer than ${TIME_LIMIT / 1000} s and was stopped`);
    child.kill('SIGKILL');
  }, TIME_LIMIT);
  child.on('message', (answer: ShadowAnswer) => settle?.(answer));
  child.on('error', (error) => stop(wordsOf(error)));
  const gone = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      stop(`the process of the shadow ended (${signal ?? `exit code ${code}`})`);
      resolve();
    });
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = (answer) => {
          settle = undefined;
          if (answer instanceof Error) reject(answer);
          else if ('error' in answer) reject(new ShadowEnded(answer.error));
          else resolve(answer.value);
        };
        if (ended) settle(ended);
        else child.send(request);
      }),
    async end() {
      clearTimeout(timer);
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Beside the bundle in the published package; in dist when this runs from source. */
function processFile(): string {
  const beside = path.join(__dirname, 'shadow-process.js');
  return existsSync(beside) ? beside : path.join(__dirname, '../../../dist/shadow-process.js');
}
