// Runs in a worker thread: user code, and drizzle-kit's API on what it exports. The thread is thrown away after one
// database, has no terminal (drizzle-kit then throws instead of prompting), and can be ended from outside.
import Module from 'node:module';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { loadKit, type Kit } from './kit';
import { placeInBundle } from './place-in-bundle';
import { formatsOf, stateOf } from './previous-state';
import {
  ALL_NAMES,
  type Answer,
  type Judgement,
  type Request,
  type SnapshotState,
  type WorkerData,
} from './protocol';
import { stackOf, wordsOf } from '../errors/words-of';
import { describeChanges } from '../state/describe-changes';
import { isSameState } from '../state/same';

const { cwd } = workerData as WorkerData;
process.cwd = () => cwd;
const environmentRead = new Set<string>();
process.env = new Proxy(process.env, {
  get: (environment, name) => read(environment, name),
  has: hasRead,
  getOwnPropertyDescriptor(environment, name) {
    read(environment, name);
    return Reflect.getOwnPropertyDescriptor(environment, name);
  },
  ownKeys(environment) {
    environmentRead.add(ALL_NAMES);
    return Reflect.ownKeys(environment);
  },
});
let kit: Kit | undefined;

parentPort!.on('message', (request: Request) => {
  void answer(request).then((reply) => {
    if (reply) parentPort!.postMessage({ ...reply, environmentRead: [...environmentRead] } satisfies Answer);
  });
});

/** What the code asks of its environment is noted: an answer that was kept is only good for the same environment. */
function read(environment: NodeJS.ProcessEnv, name: string | symbol): string | undefined {
  if (typeof name !== 'string') return undefined;
  environmentRead.add(name);
  return environment[name];
}

function hasRead(environment: NodeJS.ProcessEnv, name: string | symbol): boolean {
  return typeof name === 'string' && read(environment, name) !== undefined;
}

async function answer(request: Request): Promise<Judgement | undefined> {
  try {
    if (request.kind === 'config') return { kind: 'config', config: await evaluateConfig(request) };
    kit ??= loadKit(cwd);
    if (request.kind === 'diff') return await diff(kit, request);
    if (request.kind === 'build') return await build(kit, request);
    return request.kind === 'schema' ? await judge(kit, request) : undefined;
  } catch (thrown) {
    if (request.kind === 'load-kit') return undefined;
    const stack = stackOf(thrown) ?? '';
    // A config's own name is said already.
    const place = request.kind === 'schema' ? placeInBundle(request.code, request.filename, stack) : null;
    return {
      kind: 'cannot-tell',
      message: `${place === null ? '' : `${place}: `}${wordsOf(thrown) || stack.split('\n')[0]!}`,
      help:
        thrown instanceof Error && 'help' in thrown && typeof thrown.help === 'string'
          ? thrown.help
          : 'make it load without a database and without secrets, or state dialect, schema and out in drizzle-guard.json',
    };
  }
}

async function evaluateConfig({ code, filename }: { code: string; filename: string }): Promise<unknown> {
  const { module0 } = evaluate(code, filename) as { module0: { default?: unknown } };
  const config = await module0.default;
  // Functions and instances (a PGlite client) do not cross to the other thread; nothing here needs them.
  return JSON.parse(JSON.stringify(config ?? null));
}

/** Under a name inside the package's folder, so that Node resolves what is required as it would for a file there. */
function evaluate(code: string, filename: string): Record<string, unknown> {
  const module = new Module(filename) as Module & { _compile(code: string, filename: string): void };
  module.filename = filename;
  module.paths = (Module as unknown as { _nodeModulePaths(dir: string): string[] })._nodeModulePaths(
    path.dirname(filename),
  );
  module._compile(code, filename);
  return module.exports as Record<string, unknown>;
}

async function judge(kit: Kit, request: Extract<Request, { kind: 'schema' }>): Promise<Judgement> {
  const { serializer, differ, version } = kit;
  const dialect = serializerOf(request.dialect);
  const current = await serializer(
    dialect,
    exportsOf(evaluate(request.code, request.filename)),
    request.casing,
  );
  const outdated = otherFormat(request.previous, current, version);
  if (outdated) return outdated;
  const previous = await readState(kit, dialect, request.previous, request.casing);
  if (isSameState(previous, current)) return { kind: 'in-sync' };
  const statements = await statementsBetween(differ, dialect, previous, current);
  if (statements?.length === 0) return { kind: 'in-sync' };
  return {
    kind: 'stale',
    changes: describeChanges(previous, current),
    statements: statements ?? [],
    ambiguous: statements === null,
  };
}

async function build(kit: Kit, request: Extract<Request, { kind: 'build' }>): Promise<Judgement> {
  const dialect = serializerOf(request.dialect);
  const nothing = await kit.serializer(dialect, {}, null);
  const outdated = otherFormat(request.state, nothing, kit.version);
  if (outdated) return outdated;
  const state = await readState(kit, dialect, request.state, null);
  return { kind: 'build', statements: await kit.differ(dialect, nothing, state) };
}

/** drizzle-kit compares states of its own format only. */
function otherFormat(
  state: SnapshotState,
  own: Snapshot,
  version: string,
  noun = 'newest snapshot',
): Judgement | null {
  const formats = formatsOf(state);
  const other = formats.find((format) => format !== own['version']);
  if (other === undefined) return null;
  return {
    kind: 'cannot-tell',
    message: `the ${formats.length > 1 ? 'snapshots have' : `${noun} has`} format ${String(other)}, drizzle-kit ${version} writes ${String(own['version'])}`,
    help: 'run `drizzle-kit up`, commit what it changes, then run the command again',
  };
}

async function diff(kit: Kit, request: Extract<Request, { kind: 'diff' }>): Promise<Judgement> {
  const dialect = serializerOf(request.dialect);
  const nothing = await kit.serializer(dialect, {}, null);
  const outdated =
    otherFormat(request.previous, nothing, kit.version, 'snapshot before it') ??
    otherFormat(request.current, nothing, kit.version, 'snapshot');
  if (outdated) return outdated;
  const previous = await readState(kit, dialect, request.previous, null);
  const current = await readState(kit, dialect, request.current, null);
  if (isSameState(previous, current)) return { kind: 'diff', statements: [], changes: [] };
  return {
    kind: 'diff',
    statements: await statementsBetween(kit.differ, dialect, previous, current),
    changes: request.inWords ? describeChanges(previous, current) : [],
  };
}

async function readState(
  { serializer, reconstruct }: Kit,
  dialect: string,
  state: SnapshotState,
  casing: string | null,
): Promise<Snapshot> {
  return state.kind === 'empty' ? serializer(dialect, {}, casing) : stateOf(state, reconstruct);
}

/** Null where drizzle-kit would have to ask whether something was renamed: it throws, 0.31 because there is no terminal. */
async function statementsBetween(
  differ: Kit['differ'],
  dialect: string,
  previous: Snapshot,
  current: Snapshot,
): Promise<string[] | null> {
  try {
    return await differ(dialect, previous, current);
  } catch (thrown) {
    if (wordsOf(thrown).includes('Interactive prompts require a TTY')) return null;
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'missing_hints') return null;
    throw thrown;
  }
}

type Snapshot = Record<string, unknown>;

function serializerOf(dialect: string): string {
  return dialect === 'turso' ? 'sqlite' : dialect;
}

/** All exports of all files; one value once, however many files re-export it (drizzle-kit exits on a second one). */
function exportsOf(modules: Record<string, unknown>): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  const seen = new Set<unknown>();
  for (const [module, namespace] of Object.entries(modules))
    for (const [name, value] of Object.entries(namespace as object)) {
      if (seen.has(value)) continue;
      seen.add(value);
      merged[`${module}.${name}`] = value;
    }
  return merged;
}
