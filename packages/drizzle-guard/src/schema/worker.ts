// Runs in a worker thread: user code, and drizzle-kit's API on what it exports. The thread is thrown away after one
// database, has no terminal (drizzle-kit then throws instead of prompting), and can be ended from outside.
import Module from 'node:module';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors';
import { canonical } from './canonical';
import { describeChanges } from './describe-changes';
import { loadKit, type Kit } from './kit';
import type { Answer, Request, WorkerData } from './protocol';

const { cwd } = workerData as WorkerData;
process.cwd = () => cwd;
let kit: Kit | undefined;

parentPort!.on('message', (request: Request) => {
  void answer(request).then((reply) => {
    if (reply) parentPort!.postMessage(reply);
  });
});

async function answer(request: Request): Promise<Answer | undefined> {
  try {
    if (request.kind === 'config') return { kind: 'config', config: await evaluateConfig(request) };
    kit ??= loadKit(cwd);
    return request.kind === 'schema' ? await judge(kit, request) : undefined;
  } catch (thrown) {
    if (request.kind === 'load-kit') return undefined;
    const [first = ''] = (thrown instanceof Error && thrown.stack?.split('\n')) || [];
    return {
      kind: 'cannot-tell',
      message: messageOf(thrown) || first,
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

async function judge(
  { serializer, differ, version }: Kit,
  request: Extract<Request, { kind: 'schema' }>,
): Promise<Answer> {
  const dialect = serializerOf(request.dialect);
  const current = await serializer(
    dialect,
    exportsOf(evaluate(request.code, request.filename)),
    request.casing,
  );
  const previous =
    request.snapshot === null
      ? await serializer(dialect, {}, request.casing)
      : (JSON.parse(request.snapshot) as Record<string, unknown>);
  if (previous['version'] !== current['version'])
    return {
      kind: 'cannot-tell',
      message: `the newest snapshot has format ${String(previous['version'])}, drizzle-kit ${version} writes ${String(current['version'])}`,
      help: 'run `drizzle-kit up`, commit what it changes, then run the command again',
    };
  if (canonical(previous) === canonical(current)) return { kind: 'in-sync' };
  let statements: string[] = [];
  let ambiguous = false;
  try {
    statements = await differ(dialect, previous, current);
    if (statements.length === 0) return { kind: 'in-sync' };
  } catch (thrown) {
    if (!messageOf(thrown).includes('Interactive prompts require a TTY')) throw thrown;
    ambiguous = true;
  }
  return { kind: 'stale', changes: describeChanges(previous, current), statements, ambiguous };
}

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
