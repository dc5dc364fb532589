// Runs in a process of its own: SQL that never ends can only be stopped from outside. It knows nothing of the user's
// environment, and ends with the process that started it.
import { openPgliteShadow } from './pglite-shadow';
import { dropScratch } from './scratch';
import { openServerShadow } from './server-shadow';
import type {
  Applied,
  ServerSpec,
  Shadow,
  ShadowAnswer,
  ShadowNews,
  ShadowRequest,
  ShadowSpec,
  Started,
  ToApply,
} from './shadow';
import { openSqliteShadow } from './sqlite-shadow';
import { wordsOf } from '../../errors/words-of';

/** How long it may take to clean up after a process that was killed; in milliseconds. */
const CLEANING = 20_000;

const NOTHING: Applied = { failure: null, idle: [] };

let shadow: Shadow | undefined;
let scratch: ServerSpec | undefined;

process.on('message', (request: ShadowRequest) => {
  void answer(request).then(
    (value) => process.send!({ value } satisfies ShadowAnswer),
    (thrown: unknown) => process.send!({ error: wordsOf(thrown) } satisfies ShadowAnswer),
  );
});
process.on('disconnect', () => {
  if (!scratch) process.exit();
  // Who has made it is gone, and cannot drop it any more. What is left now is found by the next run.
  setTimeout(() => process.exit(), CLEANING).unref();
  void dropScratch(scratch).finally(() => process.exit());
});
// Ctrl-C is for all that were started at a terminal; this one ends with the process that started it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => scratch ?? process.exit());

async function answer(request: ShadowRequest): Promise<unknown> {
  if (request.call === 'open') {
    shadow = await open(request.spec);
    const { major, server, begunAfter, measure, keep } = shadow;
    const can = { canMeasure: measure !== null, canKeep: keep !== null };
    return { major, server, begunAfter, ...can } satisfies Started;
  }
  if (request.call === 'apply') return shadow!.apply(request.statements, request.watched);
  if (request.call === 'apply-in-one-go') return applyInOneGo(request.migrations, request.lasts);
  if (request.call === 'measure') return shadow!.measure!(request.statements);
  if (request.call === 'attempt') return shadow!.attempt(request.migrations, request.look);
  if (request.call === 'look') return shadow!.look(request.look);
  if (request.call === 'query') return shadow!.query(request.sql);
  if (request.call === 'load') return shadow!.load(request.file);
  if (request.call === 'keep') return shadow!.keep!(request.after);
  return shadow![request.call]();
}

async function applyInOneGo(migrations: readonly ToApply[], lasts: number): Promise<void> {
  const end = Date.now() + lasts;
  for (const { statements, watched } of migrations) {
    const news = statements.length === 0 ? NOTHING : await shadow!.apply(statements, watched);
    process.send!({ news } satisfies ShadowNews);
    if (news.failure !== null || Date.now() >= end) return;
  }
}

async function open(spec: ShadowSpec): Promise<Shadow> {
  if (spec.engine === 'pglite') return openPgliteShadow(spec);
  if (spec.engine === 'sqlite') return openSqliteShadow(spec.driver, spec.file);
  scratch = spec;
  return openServerShadow(spec);
}
