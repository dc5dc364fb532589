import { fork } from 'node:child_process';
import os from 'node:os';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { openChannel } from '../../process/channel';
import { programFile } from '../../process/program-file';
import { shadowSpec } from './drivers';
import {
  ShadowEnded,
  type Applied,
  type CatalogEntry,
  type Measured,
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
 * @param limit for everything that is asked of it, its start included; in milliseconds
 * @throws GuardError `driver-missing`, `replay-failed` where it does not start
 */
export async function openShadow(
  dialect: string,
  folders: readonly string[],
  statements: readonly string[],
  limit = TIME_LIMIT,
): Promise<Shadow> {
  const spec = shadowSpec(dialect, folders, statements);
  const { ask, close } = startProcess(limit);
  let major: number | null;
  try {
    major = (await ask({ call: 'open', spec })) as number | null;
  } catch (thrown) {
    await close();
    throw new GuardError(
      'replay-failed',
      `the shadow, ${spec.engine} in a process of its own, does not start: ${wordsOf(thrown)}`,
      'reinstall the packages, then run the command again; nothing was replayed',
      { cause: thrown },
    );
  }
  return {
    major,
    apply: async (toRun, watched = []) =>
      (await ask({ call: 'apply', statements: toRun, watched })) as Applied,
    measure:
      spec.engine === 'sqlite'
        ? null
        : async (statements) => (await ask({ call: 'measure', statements })) as Measured,
    catalog: async () => (await ask({ call: 'catalog' })) as CatalogEntry[],
    query: async (sql) => (await ask({ call: 'query', sql })) as Record<string, unknown>[],
    clear: async () => void (await ask({ call: 'clear' })),
    close,
  };
}

interface ShadowProcess {
  ask(request: ShadowRequest): Promise<unknown>;
  close(): Promise<void>;
}

function startProcess(limit: number): ShadowProcess {
  const child = fork(programFile('shadow-process.js'), [], {
    cwd: os.tmpdir(),
    env: {},
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const { ask, close } = openChannel<ShadowRequest, ShadowAnswer>(
    child,
    { ms: limit, for: 'everything' },
    {
      failed: (thrown) => new ShadowEnded(wordsOf(thrown)),
      exited: (code, signal) =>
        new ShadowEnded(`the process of the shadow ended (${signal ?? `exit code ${code}`})`),
      tookTooLong: () => new ShadowEnded(`the replay took longer than ${limit / 1000} s and was stopped`),
    },
  );
  return {
    async ask(request) {
      const answer = await ask(request);
      if ('error' in answer) throw new ShadowEnded(answer.error);
      return answer.value;
    },
    close,
  };
}
