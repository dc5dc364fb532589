import { hashOf } from '../text/hash';
import { groundInWords, hasShadow, whyNoShadow, type Ground } from '../engines/shadow/ground';
import { openShadow } from '../engines/shadow/open-shadow';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { leavesOf, type History, type Migration, type Snapshot } from '../history/history';
import { compareStatements, isOfRowsOnly, isPulled } from '../replay/compare-statements';
import { proveMigration, type Shown, type Stage } from '../replay/prove-migration';
import { readMigrations, sqlOf, type ReadMigration } from '../replay/replay-history';
import type { Proof } from '../results/proof';
import { buildState, stepBetween } from '../schema/build-statements';
import type { Evaluator } from '../schema/evaluator';
import { newestState } from '../schema/newest-state';
import { holdsChanges, stateAfter, togetherAfter } from '../schema/state-after';
import { isOfRows, meaningsOf } from '../sql/meanings';
import { speaksOfStrange } from '../sql/strange-names';
import type { TaggedSql } from '../sql/gone';
import { readText, type Tree } from '../sources/tree';
import type { Session } from './session';
import { snapshotsBefore } from './unproved';

/** What proofs of one database need. */
export interface Bench {
  answers: Session['answers'];
  tree: Tree;
  history: History;
  dialect: string;
  kitVersion: string;
  /** What edited ones are run on; asked for where there are any. */
  ground: () => Promise<Ground>;
  /** Started when drizzle-kit is needed. */
  evaluator: () => Evaluator;
}

/** A migration between the snapshots that say what it has to do. */
export interface Question {
  migration: Migration;
  sql: string;
  before: readonly Snapshot[];
  after: Snapshot;
  /** Changes with all on which the answer rests that reading gives. */
  key: string;
}

/** How each reason begins for which a shadow cannot tell. */
export const EDITED = 'it is not what drizzle-kit writes';

/** @param limit as it is configured */
export function timeIsOver(limit: string): string {
  return `the ${limit} of "proofLimit" in drizzle-guard.json were over`;
}

/**
 * What is asked of a migration; or why nothing can be, in words; null where nothing is to be asked: a finding says what
 * is missing, or nobody means to run it.
 */
export async function questionOf(
  { tree, history, dialect, kitVersion }: Bench,
  migration: Migration,
): Promise<Question | string | null> {
  const { snapshot: after, sqlFile, snapshotFile } = migration;
  if (!migration.hasSql) return null;
  if (after === null) return 'it has no snapshot with which its SQL could be compared';
  if (history.migrations.filter((one) => one.snapshotFile === snapshotFile).length > 1)
    return 'it shares its snapshot with another migration';
  const before = snapshotsBefore(history, migration);
  if (before === null) return 'the snapshot that it continues is not here, or not told apart';
  if (before.length > 1 && (await togetherAfter(tree, history, before)) === null)
    return 'it is not known what the snapshots that it continues give together';
  const sql = (await readText(tree, sqlFile)) ?? '';
  if (isPulled(sql)) return null;
  const rests = before.length > 1 || holdsChanges(history) ? history.snapshots : [...before, after];
  // Whether there is what rows are written to, the SQL before it tells.
  const earlier = writesRows(sql) ? filesBefore(history, migration) : [];
  const ids = await idsOf(tree, [sqlFile, snapshotFile, ...rests.map(({ file }) => file), ...earlier]);
  const key = hashOf(JSON.stringify([kitVersion, dialect, ids]));
  return { migration, sql, before, after, key };
}

/**
 * What reading shows: drizzle-kit's own statements between the two snapshots, beside the file.
 * @throws GuardError `cannot-evaluate`
 */
export async function readProof(
  bench: Bench,
  { migration, sql, before, after, key }: Question,
): Promise<Proof> {
  const { answers, tree, history, dialect, evaluator } = bench;
  const kept = answers.proof(key);
  if (kept) return kept;
  const previous = await stateAfter(tree, history, before);
  const current = await stateAfter(tree, history, [after]);
  const asked = { dialect, previous, current, inWords: isOfRowsOnly(sql) };
  const { statements, changes } = await stepBetween(asked, evaluator());
  const { kind, lacking } = compareStatements(sql, statements);
  const isStrange = kind === 'agrees' && writesRows(sql) && (await speaksOfNothing(bench, migration, sql));
  const proof: Proof =
    kind === 'agrees'
      ? isStrange
        ? { kind: 'edited', lacking }
        : { kind }
      : kind === 'edited'
        ? { kind, lacking }
        : { kind: 'differs', makesNothing: true, differences: changes, lacking };
  answers.addProof(key, proof);
  return proof;
}

/** Whether rows are written of which the migrations before it tell nothing: then running it tells. */
async function speaksOfNothing(
  { tree, history }: Bench,
  migration: Migration,
  sql: string,
): Promise<boolean> {
  const earlier: TaggedSql[] = [];
  for (const file of filesBefore(history, migration))
    earlier.push({ tag: file, sql: (await readText(tree, file)) ?? '' });
  return speaksOfStrange(sql, earlier);
}

function filesBefore({ migrations }: History, { tag }: Migration): string[] {
  const at = migrations.findIndex((one) => one.tag === tag);
  return migrations.slice(0, at).map(({ sqlFile }) => sqlFile);
}

function writesRows(sql: string): boolean {
  return meaningsOf(sql).some(isOfRows);
}

/**
 * What running them on a shadow shows of migrations that were edited, each on the state before it.
 * @param limit of their time, as it is configured
 * @param deadline when that is over, in milliseconds since 1970
 * @returns for each a proof; or why there is none, in words
 */
export async function proveOnShadow(
  bench: Bench,
  edited: readonly { question: Question; lacking: string[] }[],
  limit: string,
  deadline: number,
): Promise<(Proof | string)[]> {
  const { answers, tree, history } = bench;
  const ground = await bench.ground();
  if (!hasShadow(ground)) return edited.map(() => `${EDITED}, and ${whyNoShadow(ground)}`);
  const keys = await shadowKeys(bench, ground, edited);
  const answered = keys.map((key) => answers.proof(key));
  if (answered.every((proof) => proof !== undefined)) return answered;
  const all = await readMigrations(tree, history);
  const told = new Map<number, Proof | string>();
  const opening = openShadow(ground, sqlOf(all), { limit: Math.max(deadline - Date.now(), 1) });
  // It is waited for when both states are known.
  opening.catch(() => undefined);
  try {
    for (const [at, { question, lacking }] of edited.entries()) {
      if (answered[at]) continue;
      const stage = await stageOf(bench, question, all);
      const shown =
        typeof stage === 'string' ? { unproved: stage } : await proveMigration(await opening, stage);
      const proof = proofOf(shown, lacking);
      if (typeof proof !== 'string') answers.addProof(keys[at]!, proof);
      told.set(at, proof);
    }
    return edited.map((_, at) => answered[at] ?? told.get(at)!);
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    const { message, help } = failureOf(thrown);
    const isOver = thrown.code === 'replay-failed' && Date.now() >= deadline;
    const why = isOver ? timeIsOver(limit) : `${EDITED}, and ${message}: ${help}`;
    return edited.map((_, at) => answered[at] ?? told.get(at) ?? why);
  } finally {
    await opening.then(
      (shadow) => shadow.close(),
      () => undefined,
    );
  }
}

/** A later migration may do what one lacks, so that what is shown rests on those too; and on what it was run on. */
async function shadowKeys(
  { tree, history }: Bench,
  ground: Ground,
  edited: readonly { question: Question }[],
): Promise<string[]> {
  const driver = groundInWords(ground);
  const ids = await idsOf(tree, [
    ...history.migrations.map(({ sqlFile }) => sqlFile),
    ...leavesOf(history).map(({ file }) => file),
  ]);
  return edited.map(({ question }) => hashOf(JSON.stringify([question.key, driver, ids])));
}

/** The ids of these files' bytes. */
function idsOf(tree: Tree, files: readonly string[]): Promise<string[]> {
  const idOf = async (file: string) => tree.idOf(file) ?? hashOf((await readText(tree, file)) ?? '');
  return Promise.all(files.map(idOf));
}

function proofOf(shown: Shown, lacking: string[]): Proof | string {
  if ('unproved' in shown) return `${EDITED}, and ${shown.unproved}`;
  const { differences } = shown;
  return differences.length === 0
    ? { kind: 'agrees' }
    : { kind: 'differs', makesNothing: false, differences, lacking };
}

/** Or why drizzle-kit makes no SQL of one of the two states, in words. */
async function stageOf(
  { tree, history, dialect, evaluator }: Bench,
  { migration, before, after }: Question,
  all: readonly ReadMigration[],
): Promise<Stage | string> {
  const at = history.migrations.findIndex(({ tag }) => tag === migration.tag);
  const build = async (snapshots: readonly Snapshot[]) =>
    buildState(await stateAfter(tree, history, snapshots), dialect, evaluator());
  try {
    const last = at + 1 === all.length;
    const end = last ? null : await newestState(tree, history);
    return {
      before: await build(before),
      own: all[at]!,
      after: await build([after]),
      earlier: all.slice(0, at),
      later: all.slice(at + 1),
      end: end === null || typeof end === 'string' ? null : await buildState(end, dialect, evaluator()),
    };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return wordsOf(thrown);
  }
}
