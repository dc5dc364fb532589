// Runs in a process of its own, which never had what is withheld: user code, and drizzle-kit's API on what it exports.
// It has no terminal (drizzle-kit then throws instead of prompting), and is thrown away after one database.
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { findKit, loadKit, requireDialect, type Kit } from '../kit';
import type {
  Answer,
  ConfigRequest,
  Judgement,
  Request,
  SchemaCode,
  SchemaRequest,
  Start,
  StateRequest,
  Wanted,
} from '../protocol';
import { openAttempts, type CannotTell } from './attempt';
import { atAnotherTime } from './clock';
import { endWithParent } from './end-with-parent';
import { watchDisk } from './disk';
import {
  build,
  diff,
  exportsOf,
  isKnown,
  judge,
  judgeExplained,
  serialize,
  type Snapshot,
} from './judge-states';
import { BranchesApart } from './previous-state';
import { runCode } from './run-code';

const { folder, ...start } = JSON.parse(process.argv[2]!) as Start;
const attempts = openAttempts(start);
const disk = watchDisk();
let kit: Kit | undefined;
/** The state of the schema that was judged last. */
let known: Snapshot | null = null;
endWithParent(attempts.end);

process.on('message', (request: Request) => {
  void answer(request).then((judgement) => {
    const traces = { environmentRead: [...attempts.environmentRead], filesRead: disk.read() };
    if (judgement) process.send!({ ...judgement, ...traces } satisfies Answer);
  });
});

async function answer(request: Request): Promise<Judgement | undefined> {
  try {
    if ('cwd' in request) attempts.workIn(request.cwd);
    if (request.kind === 'config') return await evaluateConfig(request);
    kit ??= loadKit(folder);
    if (request.kind === 'diff') return await diff(kit, request);
    if (request.kind === 'known') return await isKnown(kit, request, known);
    if (request.kind === 'build') return await build(kit, request);
    if (request.kind === 'state') return await tellState(kit, request);
    return request.kind === 'schema' ? await judgeSchema(kit, request) : undefined;
  } catch (thrown) {
    if (request.kind === 'load-kit') return undefined;
    if (thrown instanceof BranchesApart) return { kind: 'apart', message: wordsOf(thrown) };
    const help = thrown instanceof Error && 'help' in thrown ? String(thrown.help) : null;
    const isUnsupported = thrown instanceof GuardError && thrown.code === 'unsupported-dialect';
    return {
      ...{ kind: 'cannot-tell', message: wordsOf(thrown), help },
      ...(isUnsupported ? { isUnsupported } : {}),
    };
  }
}

async function evaluateConfig(request: ConfigRequest): Promise<Judgement> {
  const [, dialect = null] = /\bdialect\s*:\s*["'`](\w+)/.exec(request.code) ?? [];
  const takenOf = ({ config }: { config: unknown }) =>
    JSON.stringify({ ...(config as object), dbCredentials: null });
  const evaluated = await attempts.withWanted({ ...request, dialect, takenOf }, async () => {
    const { module0 } = await runCode(request);
    const config: unknown = await module0!['default'];
    // drizzle-kit calls none either (0.31 and 1.0: "undefined" is not valid JSON, or worse).
    if (typeof config === 'function')
      throw new Error(
        'its default export is a function, and drizzle-kit takes an object: export what it returns',
      );
    // Functions and instances (a PGlite client) do not cross to the other process; nothing there needs them.
    return { config: JSON.parse(JSON.stringify(config) ?? 'null') as unknown };
  });
  if ('kind' in evaluated) return evaluated;
  const { value, ...wanted } = evaluated;
  return { kind: 'config', ...value, ...wanted };
}

async function judgeSchema(kit: Kit, request: SchemaRequest): Promise<Judgement> {
  if (kit.isExplained(request.dialect)) return explainSchema(kit, request);
  const evaluated = await evaluateSchema(kit, request);
  if ('kind' in evaluated) return evaluated;
  const { value: state, ...wanted } = evaluated;
  known = state;
  const again = async () =>
    serialize(kit, request, await attempts.once(() => atAnotherTime(() => runCode(request))));
  return { ...(await judge(kit, request, state, again)), ...wanted } as Judgement;
}

async function explainSchema(kit: Kit, request: SchemaRequest): Promise<Judgement> {
  const takenOf = ({ all }: { all: unknown }) => JSON.stringify(all);
  const evaluated = await attempts.withWanted({ ...request, takenOf }, async () => {
    const exports = exportsOf(await runCode(request));
    return { exports, all: await kit.explain(request.dialect, exports, null) };
  });
  if ('kind' in evaluated) return evaluated;
  const { value, ...wanted } = evaluated;
  return { ...(await judgeExplained(kit, request, value.exports)), ...wanted } as Judgement;
}

async function tellState(kit: Kit, request: StateRequest): Promise<Judgement> {
  const evaluated = await evaluateSchema(kit, request);
  if ('kind' in evaluated) return evaluated;
  const { value: state, ...wanted } = evaluated;
  return { kind: 'state', text: JSON.stringify(state), ...wanted };
}

async function evaluateSchema(
  kit: Kit,
  request: SchemaCode,
): Promise<({ value: Snapshot } & Wanted) | CannotTell> {
  // Not among the attempts: it would be told as a failure of the schema, which no commit can mend.
  requireDialect(findKit(folder), request.dialect);
  const takenOf = (state: object) => JSON.stringify({ ...state, id: null, prevId: null, prevIds: null });
  return attempts.withWanted({ ...request, takenOf }, async () =>
    serialize(kit, request, await runCode(request)),
  );
}
