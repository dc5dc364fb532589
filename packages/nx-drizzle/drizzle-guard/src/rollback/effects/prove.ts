import type { Runnable } from '../../apply/read-migrations';
import { runOn } from '../../apply/shadow-at';
import type { StatementLocks } from '../../engines/shadow/locks';
import type { CatalogEntry, Shadow } from '../../engines/shadow/shadow';
import { shortened } from '../../text/shorten';
import { notAsBefore } from '../differences';
import type { Down } from '../way';

/** What running migrations, and what takes them back, has shown. */
export interface Shown {
  /** What was there before the first of the migrations, and after each of them. */
  states: CatalogEntry[][];
  /** What database that was. */
  on: Pick<Shadow, 'major' | 'server'>;
  /** The first of the ways back (counted from 0, the newest first) that does not lead there, and why. */
  refuted: { at: number; why: string } | null;
  /** What each statement of each way back locks; null where it was not asked, or is not told. */
  locks: (StatementLocks[] | null)[];
}

/**
 * Runs migrations up, back down and up again: each way back has to lead to what was there before, and each migration has
 * to run again after it.
 *
 * @param shadow stands before the first of them
 * @param ups the migrations, in order
 * @param downs what takes them back, the newest first
 * @param measures whether it is asked what the ways back lock
 * @throws GuardError where the migrations themselves cannot be run there
 */
export async function prove(
  shadow: Shadow,
  ups: readonly Runnable[],
  downs: readonly Down[],
  measures: boolean,
): Promise<Shown> {
  const states = [await shadow.catalog()];
  for (const migration of ups) {
    await runOn(shadow, migration);
    states.push(await shadow.catalog());
  }
  const refuted = await refutation(shadow, ups, downs, states);
  const locks: Shown['locks'] = [];
  const isMeasured = measures && refuted === null && shadow.measure !== null;
  for (const { statements } of isMeasured ? downs : []) {
    const measured = await shadow.measure!(statements);
    locks.push(measured.failure ? null : measured.locks);
    if (measured.failure) break;
  }
  const { major, server } = shadow;
  return { states, on: { major, server }, refuted, locks: downs.map((_, at) => locks[at] ?? null) };
}

async function refutation(
  shadow: Shadow,
  ups: readonly Runnable[],
  downs: readonly Down[],
  states: readonly CatalogEntry[][],
): Promise<Shown['refuted']> {
  for (const [at, { statements }] of downs.entries()) {
    if (statements.length > 0) {
      const { failure } = await shadow.apply(statements);
      if (failure)
        return {
          at,
          why: `it cannot be run: ${failure.message} (statement ${failure.position + 1}: ${shortened(statements[failure.position]!.trim(), 120)})`,
        };
    }
    const differences = notAsBefore(states[downs.length - 1 - at]!, await shadow.catalog());
    if (differences.length > 0)
      return { at, why: `after it not all is as it was before: ${few(differences)}` };
  }
  for (const [at, { tag, statements }] of ups.entries()) {
    const { failure } = await shadow.apply(statements);
    if (failure)
      return { at: ups.length - 1 - at, why: `after it ${tag} cannot be applied again: ${failure.message}` };
  }
  const differences = notAsBefore(states.at(-1)!, await shadow.catalog());
  if (differences.length === 0) return null;
  return { at: 0, why: `applied again after it, the migration gives something else: ${few(differences)}` };
}

const SHOWN = 5;

function few(lines: readonly string[]): string {
  const more = lines.length - SHOWN;
  return [...lines.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
