import { hasShadow } from '../database/shadow/drivers';
import { openShadow } from '../database/shadow/open-shadow';
import { ShadowEnded, type CatalogEntry } from '../database/shadow/shadow';
import type { Rebuilt } from '../doctor/repair';
import { offlineEnvironment } from '../environments/offline-environment';
import { GuardError } from '../errors';
import type { Layout } from '../history/history';
import { differencesBetween } from '../replay/differences';
import { statementsOf } from '../replay/statements';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import { findKit } from '../schema/kit';

/** What a shadow says of snapshots that were worked out. */
export interface Proof {
  /** Migrations whose snapshot it does not bear out, and what differs. */
  refuted: Map<string, string>;
  /** Why nothing was looked at, or not all; null where everything was. */
  notProved: string | null;
}

/**
 * Proves what was worked out: the state before, made by drizzle-kit, with the migration's SQL on top, has to give the
 * same database as the state after it, made by drizzle-kit.
 *
 * @param folders where drizzle-kit and the shadow's driver are looked for, absolute
 */
export async function proveRebuilt(
  rebuilt: readonly Rebuilt[],
  dialect: string | null,
  folders: readonly string[],
): Promise<Proof> {
  const proof: Proof = { refuted: new Map(), notProved: null };
  if (rebuilt.length === 0) return proof;
  const folder = [...folders, __dirname].find((place) => layoutAt(place) === 'journal');
  if (!hasShadow(dialect)) return { ...proof, notProved: `there is no shadow for ${dialect} yet` };
  if (folder === undefined) return { ...proof, notProved: 'drizzle-kit 0.31 is not installed here' };
  const evaluator = startEvaluator(folder, offlineEnvironment(process.env));
  try {
    const places = [...folders, __dirname];
    for (const one of rebuilt) {
      const words = await differenceIn(one, dialect, places, evaluator);
      if (words !== null) proof.refuted.set(one.migration, words);
    }
    return proof;
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return { ...proof, notProved: thrown.message };
  } finally {
    await evaluator.close();
  }
}

/** What is not the same on both ways, or why one of them cannot be gone: then nothing is proved either. */
async function differenceIn(
  { before, sql, after }: Rebuilt,
  dialect: string,
  places: readonly string[],
  evaluator: Evaluator,
): Promise<string | null> {
  const own = statementsOf(sql).map((statement) => statement.sql);
  try {
    const start = await build(evaluator, dialect, before);
    const reached = await catalogAfter([start, own], dialect, places);
    const said = await catalogAfter([await build(evaluator, dialect, after)], dialect, places);
    return differencesBetween(reached, said)[0]?.words ?? null;
  } catch (thrown) {
    if (thrown instanceof ShadowEnded) return thrown.message;
    throw thrown;
  }
}

async function build(evaluator: Evaluator, dialect: string, text: string): Promise<string[]> {
  const answer = await evaluator.ask({ kind: 'build', dialect, state: { kind: 'snapshot', text } });
  if (answer.kind === 'build') return answer.statements;
  throw new ShadowEnded(answer.kind === 'cannot-tell' ? answer.message : `unexpected answer ${answer.kind}`);
}

/** @throws ShadowEnded where one of the statements is refused: then it says nothing of the state */
async function catalogAfter(
  steps: readonly (readonly string[])[],
  dialect: string,
  places: readonly string[],
): Promise<CatalogEntry[]> {
  const shadow = await openShadow(dialect, places, steps.flat());
  try {
    for (const statements of steps) {
      const { failure } = await shadow.apply(statements);
      if (failure)
        throw new ShadowEnded(`${failure.message}: ${statements[failure.position]!.trim().split('\n')[0]}`);
    }
    return await shadow.catalog();
  } finally {
    await shadow.close();
  }
}

function layoutAt(folder: string): Layout | null {
  try {
    return findKit(folder).layout;
  } catch {
    return null;
  }
}
