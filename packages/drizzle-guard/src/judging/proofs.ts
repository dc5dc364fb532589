import { hashOf } from '../answers/inputs';
import { hasShadow, shadowDriver } from '../database/shadow/drivers';
import { openShadow } from '../database/shadow/open-shadow';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import type { History, Migration, Snapshot } from '../history/history';
import { compareStatements, isOfRowsOnly, isPulled } from '../replay/compare-statements';
import { proveMigration, type Shown, type Stage } from '../replay/prove-migration';
import { readMigrations, sqlOf, type ReadMigration } from '../replay/replay-history';
import type { Proof } from '../results/proof';
import { buildState, stepBetween } from '../schema/build-statements';
import type { Evaluator } from '../schema/evaluator';
import { holdsChanges, stateAfter } from '../schema/state-after';
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
  /** Where the shadow's driver is looked for, absolute; the first that has one. */
  folders: readonly string[];
  /** Started when drizzle-kit is needed. */
  evaluator: () => Evaluator;
}

/** A migration between the snapshots that say what it has to do. */
export interface Question {
  migration: Migration;
  sql: string;
  before: readonly Snapshot[];
  after: Snapshot;
  /** Changes with all that the answer rests on, but what a shadow runs on. */
  key: string;
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
  const before = snapshotsBefore(history, migration);
  if (before === null) return 'the snapshot that it continues is not here, or not told apart';
  if (before.length > 1 && !holdsChanges(history))
    return 'it continues several snapshots, each of a whole state';
  const sql = (await readText(tree, sqlFile)) ?? '';
  if (isPulled(sql)) return null;
  const rests = holdsChanges(history) ? history.snapshots : [...before, after];
  const ids = [sqlFile, snapshotFile, ...rests.map(({ file }) => file)].map(async (file) => [
    file,
    tree.idOf(file) ?? hashOf((await readText(tree, file)) ?? ''),
  ]);
  const key = hashOf(JSON.stringify([kitVersion, dialect, await Promise.all(ids)]));
  return { migration, sql, before, after, key };
}

/**
 * What reading shows: drizzle-kit's own statements between the two snapshots, beside the file.
 * @throws GuardError `cannot-evaluate`
 */
export async function readProof(bench: Bench, { sql, before, after, key }: Question): Promise<Proof> {
  const { answers, tree, history, dialect, folders, evaluator } = bench;
  const kept = answers.proof(key);
  if (kept && (kept.driver === null || kept.driver === shadowDriver(dialect, folders))) return kept;
  const previous = await stateAfter(tree, history, before);
  const current = await stateAfter(tree, history, [after]);
  const asked = { dialect, previous, current, inWords: isOfRowsOnly(sql) };
  const { statements, changes } = await stepBetween(asked, evaluator(), after.file);
  const { kind, lacking } = compareStatements(sql, statements);
  const proof: Proof =
    kind === 'agrees'
      ? { kind, driver: null }
      : kind === 'edited'
        ? { kind, driver: null, lacking }
        : { kind: 'differs', driver: null, makesNothing: true, differences: changes, lacking };
  answers.addProof(key, proof);
  return proof;
}

/**
 * What running them on a shadow shows of migrations that were edited, each on the state before it.
 * @param limit for all of them, in milliseconds
 * @returns for each a proof; or why there is none, in words
 */
export async function proveOnShadow(
  bench: Bench,
  edited: readonly { question: Question; lacking: string[] }[],
  limit: number,
): Promise<(Proof | string)[]> {
  const { answers, tree, history, dialect, folders } = bench;
  if (!hasShadow(dialect))
    return edited.map(() => `it is edited by hand, and there is no shadow for ${dialect} yet`);
  const answered: (Proof | string)[] = [];
  const driver = shadowDriver(dialect, folders);
  const all = await readMigrations(tree, history);
  const opening = openShadow(dialect, folders, sqlOf(all), limit);
  try {
    for (const { question, lacking } of edited) {
      const stage = await stageOf(bench, question, all);
      const shown =
        typeof stage === 'string' ? { unproved: stage } : await proveMigration(await opening, stage);
      const proof = proofOf(shown, driver, lacking);
      if (typeof proof !== 'string') answers.addProof(question.key, proof);
      answered.push(proof);
    }
    return answered;
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    const { message, help } = failureOf(thrown);
    return edited.map((_, at) => answered[at] ?? `it is edited by hand, and ${message}: ${help}`);
  } finally {
    await opening.then(
      (shadow) => shadow.close(),
      () => undefined,
    );
  }
}

function proofOf(shown: Shown, driver: string | null, lacking: string[]): Proof | string {
  if ('unproved' in shown) return `it is edited by hand, and ${shown.unproved}`;
  const { differences } = shown;
  return differences.length === 0
    ? { kind: 'agrees', driver }
    : { kind: 'differs', driver, makesNothing: false, differences, lacking };
}

/** Or why drizzle-kit makes no SQL of one of the two states, in words. */
async function stageOf(
  { tree, history, dialect, evaluator }: Bench,
  { migration, before, after }: Question,
  all: readonly ReadMigration[],
): Promise<Stage | string> {
  const at = history.migrations.findIndex(({ tag }) => tag === migration.tag);
  const build = async (snapshots: readonly Snapshot[]) =>
    buildState(
      await stateAfter(tree, history, snapshots),
      dialect,
      evaluator(),
      snapshots.map(({ file }) => file).join(', '),
    );
  try {
    return {
      before: await build(before),
      own: all[at]!,
      after: await build([after]),
      earlier: all.slice(0, at),
    };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return thrown.message;
  }
}
