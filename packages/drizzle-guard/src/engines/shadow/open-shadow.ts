import { fork } from 'node:child_process';
import { statSync } from 'node:fs';
import os from 'node:os';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { openChannel } from '../../process/channel';
import { programFile } from '../../process/program-file';
import type { Attempt, Ended } from './attempt';
import { shadowSpec } from './drivers';
import { isServer, type FirmGround } from './ground';
import { openScratch } from './scratch';
import {
  ShadowEnded,
  type Applied,
  type CatalogEntry,
  type Content,
  type Measured,
  type Shadow,
  type ShadowAnswer,
  type ShadowNews,
  type ShadowRequest,
  type ShadowSpec,
  type Started,
} from './shadow';
import { stateKeys } from './state-keys';

/** For everything that is asked of one shadow. A history of 300 migrations takes some seconds. */
export const TIME_LIMIT = Number(process.env['DRIZZLE_GUARD_REPLAY_TIMEOUT']) || 120_000;

/** To be raised where the same migrations are to lead to something else. */
const FORMAT = 1;

type PgliteSpec = Extract<ShadowSpec, { engine: 'pglite' }>;

/** What is known of a shadow's use before it starts. */
export interface ShadowOptions {
  /** For everything that is asked of it, its start included; in milliseconds. */
  limit?: number | undefined;
  /** How MySQL is to compare text in it, where nothing else is said; by default as its server does. */
  collation?: string | null;
  /** What it begins with; by default it is empty. */
  content?: Content | null;
  /**
   * The statements of each migration that leads to the state that is wanted. It begins after as many of them as such a
   * state is kept of (PGlite), and is led on by who opens it. There is no other content then.
   */
  history?: readonly (readonly string[])[] | null;
}

/**
 * Starts an empty shadow in a process of its own, which is ended when its time is up.
 * @param ground one that has a shadow (`hasShadow`)
 * @param statements what will be run: the extensions that they create are loaded
 * @throws GuardError `driver-missing`, `cannot-connect`, `shadow-refused`; `replay-failed` where it does not start,
 *   `unreadable-dump` where it refuses what it is to begin with
 */
export async function openShadow(
  { dialect, folders, server }: FirmGround,
  statements: readonly string[],
  { limit = TIME_LIMIT, collation = null, content = null, history = null }: ShadowOptions = {},
): Promise<Shadow> {
  if (!isServer(server)) {
    const spec = shadowSpec(dialect, folders, statements, content);
    const begun =
      spec.engine === 'pglite' && history ? { ...spec, states: stateKeys(rootOf(spec), history) } : spec;
    return loaded(await startIn(begun, limit), content);
  }
  const scratch = await openScratch(server, collation);
  const drop = () => scratch.drop().catch(() => undefined);
  try {
    const { database } = scratch;
    const started = await startIn({ engine: 'server', server, database, collation }, limit);
    const shadow = await loaded(started, content);
    return {
      ...shadow,
      async close() {
        await shadow.close();
        await drop();
      },
    };
  } catch (thrown) {
    await drop();
    throw thrown;
  }
}

/** What a state hangs on beside its migrations: extensions are loaded before them, whichever of them are created later. */
function rootOf({ extensions, whole }: PgliteSpec): string {
  const loaded = Object.entries(extensions).map(([name, file]) => [name, file, statSync(file).mtimeMs]);
  return JSON.stringify([FORMAT, loaded.sort(), whole]);
}

async function loaded(shadow: Shadow, content: Content | null): Promise<Shadow> {
  if (content?.kind !== 'dump') return shadow;
  try {
    await shadow.load(content.file);
    return shadow;
  } catch (thrown) {
    await shadow.close();
    throw refused(thrown);
  }
}

/** In words that go on after the name of the file. */
function refused(thrown: unknown): GuardError {
  return new GuardError(
    'unreadable-dump',
    `cannot be loaded into a throw-away database: ${wordsOf(thrown)}`,
    'see `drizzle-guard explain unreadable-dump`; nothing was rehearsed',
    { cause: thrown },
  );
}

async function startIn(spec: ShadowSpec, limit: number): Promise<Shadow> {
  const { ask, close } = startProcess(limit);
  let started: Started;
  try {
    started = (await ask({ call: 'open', spec })) as Started;
  } catch (thrown) {
    await close();
    const isBegun =
      spec.engine === 'pglite' ? (spec.archive ?? null) : spec.engine === 'sqlite' ? spec.file : null;
    if (isBegun !== null) throw refused(thrown);
    const isOnServer = spec.engine === 'server';
    throw new GuardError(
      'replay-failed',
      `the shadow, ${isOnServer ? spec.server.place.description : spec.engine} in a process of its own, does not start: ${wordsOf(thrown)}`,
      isOnServer
        ? 'see whether the server takes connections, then run the command again; nothing was replayed'
        : 'reinstall the packages, then run the command again; nothing was replayed',
      { cause: thrown },
    );
  }
  const { major, server, begunAfter, canMeasure, canKeep } = started;
  return {
    ...{ major, server, begunAfter },
    keep: canKeep ? async (after) => (await ask({ call: 'keep', after })) as boolean : null,
    apply: async (toRun, watched = []) =>
      (await ask({ call: 'apply', statements: toRun, watched })) as Applied,
    applyInOneGo: async (migrations, lasts, onApplied) =>
      void (await ask({ call: 'apply-in-one-go', migrations, lasts }, onApplied)),
    measure: canMeasure
      ? async (statements) => (await ask({ call: 'measure', statements })) as Measured
      : null,
    catalog: async () => (await ask({ call: 'catalog' })) as CatalogEntry[],
    attempt: async (migrations, look) => (await ask({ call: 'attempt', migrations, look })) as Attempt | null,
    look: async (look) => (await ask({ call: 'look', look })) as Ended,
    query: async (sql) => (await ask({ call: 'query', sql })) as Record<string, unknown>[],
    load: async (file) => void (await ask({ call: 'load', file })),
    clear: async () => void (await ask({ call: 'clear' })),
    close,
  };
}

interface ShadowProcess {
  ask(request: ShadowRequest, onNews?: (news: Applied) => void): Promise<unknown>;
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
  const { ask, close } = openChannel<ShadowRequest, ShadowAnswer, ShadowNews>(
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
    async ask(request, onNews) {
      const answer = await ask(request, onNews && (({ news }) => onNews(news)));
      if ('error' in answer) throw new ShadowEnded(answer.error);
      return answer.value;
    },
    close,
  };
}
