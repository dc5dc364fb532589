import { hasShadow } from '../../database/shadow/drivers';
import { openShadow } from '../../database/shadow/open-shadow';
import { ShadowEnded, type CatalogEntry } from '../../database/shadow/shadow';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { offlineEnvironment } from '../../process/variables';
import { differencesBetween } from '../../replay/differences';
import { startEvaluator, type Evaluator } from '../../schema/evaluator';
import { kitLayoutAt } from '../../schema/kit';
import { statementsOf } from '../../sql/statements';
import type { Rebuilt } from '../repair';

/**
 * Proves what was worked out: the state before, made by drizzle-kit, with the migration's SQL on top, has to give the
 * same database as the state after it, made by drizzle-kit.
 *
 * @param folders where drizzle-kit and the shadow's driver are looked for, absolute
 * @returns the migrations of which that is not so, or cannot be told, and why, in words
 */
export async function proveRebuilt(
  rebuilt: readonly Rebuilt[],
  dialect: string | null,
  folders: readonly string[],
): Promise<Map<string, string>> {
  const unproved = (why: string) =>
    new Map(rebuilt.map(({ migration }) => [migration, `it cannot be proved: ${why}`]));
  if (rebuilt.length === 0) return new Map();
  const places = [...folders, __dirname];
  const folder = places.find((place) => kitLayoutAt(place) === 'journal');
  if (!hasShadow(dialect)) return unproved(`there is no shadow for ${dialect ?? 'an unknown dialect'} yet`);
  if (folder === undefined) return unproved('drizzle-kit 0.31 is not installed here');
  const evaluator = startEvaluator(folder, offlineEnvironment(process.env));
  const refuted = new Map<string, string>();
  try {
    for (const one of rebuilt) {
      const words = await differenceIn(one, dialect, places, evaluator);
      if (words !== null) refuted.set(one.migration, words);
    }
    return refuted;
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    const { message, help } = failureOf(thrown);
    return unproved(`${message}; ${help}`);
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
    const [difference] = differencesBetween(reached, said);
    return difference ? `a replay does not bear it out: ${difference.words}` : null;
  } catch (thrown) {
    if (thrown instanceof ShadowEnded) return `it cannot be proved: ${wordsOf(thrown)}`;
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
