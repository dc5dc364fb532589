import type { Change } from '../../state/changes';
import { describeChanges } from '../../state/describe-changes';
import { withKeptNames } from '../../state/kept-names';
import { isSameState } from '../../state/same';
import { wantedOf } from '../../state/sketch';
import { unstableParts } from '../../state/unstable';
import { hashOf } from '../../text/hash';
import { wordsOfStatement } from '../explain';
import { serializerOf, type Kit } from '../kit';
import type {
  BuildRequest,
  DiffRequest,
  Judgement,
  KnownRequest,
  SchemaCode,
  SchemaRequest,
  SnapshotState,
  Stale,
} from '../protocol';
import { questionsBetween, statementsAfter, statementsBetween } from './ask';
import { formatsOf, stateOf } from './previous-state';
import type { Namespaces } from './run-code';

export type Snapshot = Record<string, unknown>;

/** The state that the exports of a schema's files stand for. */
export function serialize(kit: Kit, { dialect, casing }: SchemaCode, exports: Namespaces): Promise<Snapshot> {
  return kit.serializer(serializerOf(dialect), exportsOf(exports), casing);
}

/**
 * What differs between the newest snapshot and the schema's state.
 * @param again gives the schema's state evaluated anew, at another time
 */
export async function judge(
  kit: Kit,
  request: SchemaRequest,
  current: Snapshot,
  again: () => Promise<Snapshot>,
): Promise<{ kind: 'in-sync' } | Stale | Extract<Judgement, { kind: 'cannot-tell' }>> {
  const dialect = serializerOf(request.dialect);
  const outdated = otherFormat(request.previous, current, kit.version);
  if (outdated) return outdated;
  const previous = await readState(kit, dialect, request.previous, request.casing);
  if (isSameState(previous, current)) return { kind: 'in-sync' };
  // States are what counts: what the differ does not see, the next generate would swallow.
  const step = { kit, dialect, previous, current };
  const statements = await statementsBetween(step);
  const named = withKeptNames(previous, current);
  // What cannot be evaluated twice says nothing of it.
  const other = withKeptNames(previous, await again().catch(() => current));
  const { isUnstable, words: unstable } = unstableParts(previous, named, other);
  const isStable = (change: Change) => !isUnstable(change);
  const changes = describeChanges(previous, named, isStable);
  if (statements?.length === 0 && changes.length === 0) return { kind: 'in-sync' };
  const isAllUnstable = unstable.length > 0 && changes.length === 0;
  const ambiguous = !isAllUnstable && statements === null;
  return {
    kind: 'stale',
    changes,
    wanted: wantedOf(previous, named, isStable),
    statements: isAllUnstable ? [] : (statements ?? []),
    ambiguous,
    unstable,
    ...(ambiguous ? { questions: await questionsBetween(step, request.replies ?? []) } : {}),
  };
}

/** Whether a state is one that was evaluated before. */
export async function isKnown(
  kit: Kit,
  { dialect, state }: KnownRequest,
  known: Snapshot | null,
): Promise<Judgement> {
  if (known === null || otherFormat(state, known, kit.version)) return { kind: 'known', isSame: false };
  const newest = await readState(kit, serializerOf(dialect), state, null);
  return { kind: 'known', isSame: isSameState(newest, known) };
}

export async function build(kit: Kit, request: BuildRequest): Promise<Judgement> {
  const dialect = serializerOf(request.dialect);
  const nothing = await kit.serializer(dialect, {}, null);
  const outdated = otherFormat(request.state, nothing, kit.version);
  if (outdated) return outdated;
  const state = await readState(kit, dialect, request.state, null);
  return { kind: 'build', statements: await kit.differ(dialect, nothing, state) };
}

export async function diff(kit: Kit, request: DiffRequest): Promise<Judgement> {
  const dialect = serializerOf(request.dialect);
  const nothing = await kit.serializer(dialect, {}, null);
  const outdated =
    otherFormat(request.previous, nothing, kit.version, 'snapshot before it') ??
    otherFormat(request.current, nothing, kit.version, 'snapshot');
  if (outdated) return outdated;
  const previous = await readState(kit, dialect, request.previous, null);
  const current = await readState(kit, dialect, request.current, null);
  if (isSameState(previous, current)) return { kind: 'diff', statements: [], changes: [] };
  const step = { kit, dialect, previous, current };
  const { renames } = request;
  const statements = await statementsBetween(step);
  return {
    kind: 'diff',
    statements: statements ?? (renames ? await statementsAfter(step, renames) : null),
    changes: request.inWords ? describeChanges(previous, current) : [],
  };
}

/** drizzle-kit compares states of its own format only. */
function otherFormat(
  state: SnapshotState,
  own: Snapshot,
  version: string,
  noun = 'newest snapshot',
): Extract<Judgement, { kind: 'cannot-tell' }> | null {
  const formats = formatsOf(state);
  const other = formats.find((format) => format !== own['version']);
  if (other === undefined) return null;
  return {
    kind: 'cannot-tell',
    message: `the ${formats.length > 1 ? 'snapshots have' : `${noun} has`} format ${String(other)}, drizzle-kit ${version} writes ${String(own['version'])}`,
    help: 'run `drizzle-kit up`, commit what it changes, then run the command again',
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

/** The same of a dialect of which drizzle-kit only tells what it would write. */
export async function judgeExplained(
  kit: Kit,
  { dialect, previous }: SchemaRequest,
  exports: Snapshot,
): Promise<{ kind: 'in-sync' } | Stale> {
  const statements = await kit.explain(dialect, exports, previous.kind === 'snapshot' ? previous.text : null);
  if (statements?.length === 0) return { kind: 'in-sync' };
  const words = statements?.map(wordsOfStatement) ?? [];
  return {
    kind: 'stale',
    ...{ changes: words, statements: words, ambiguous: statements === null, unstable: [] },
    wanted: statements?.map((statement) => hashOf(JSON.stringify(statement)).slice(0, 12)) ?? [],
  };
}

/** All exports of all files; one value once, however many files re-export it (drizzle-kit exits on a second one). */
export function exportsOf(modules: Namespaces): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  const seen = new Set<unknown>();
  for (const [module, namespace] of Object.entries(modules))
    for (const [name, value] of Object.entries(namespace)) {
      if (seen.has(value)) continue;
      seen.add(value);
      merged[`${module}.${name}`] = value;
    }
  return merged;
}
