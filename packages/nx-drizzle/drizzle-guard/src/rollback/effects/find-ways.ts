import { countLosses } from '../../apply/count-losses';
import type { LiveDatabase } from '../../apply/look-at';
import type { Recorded, WayBack } from '../../apply/plan-rollback';
import type { ReadMigration, Runnable } from '../../apply/read-migrations';
import { shadowAt } from '../../apply/shadow-at';
import { collationOf } from '../../apply/verify-run';
import type { Connection } from '../../engines/connection';
import { liveCatalog } from '../../engines/live-catalog';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { undoneBy } from '../../ledger/unfinished';
import { renamesIn } from '../../sql/answers-in';
import { BREAKPOINT } from '../../sql/statements';
import { lossesOf, lossesRead, withRows, type Loss } from '../losses';
import { keptRows } from '../kept-rows';
import { placeAfter, tablesIn } from '../tables';
import { labelOf, type Down, type Way } from '../way';
import { findDown, type Folder } from './find-down';
import { prove, type Shown } from './prove';

/** What is known of the ways back before anything is counted; or why nothing is proven, in words. */
export type Proof = Shown | string;

/**
 * Finds the way back from each of these migrations: its SQL, whether that is proven, and what of the database is lost on
 * it; and what the migrations give on the way. Nothing is written anywhere.
 *
 * @param taken what is to be taken back, the newest first
 * @param measures whether it is asked what the statements lock
 * @throws GuardError what `findDown` throws
 */
export async function findWays(
  live: LiveDatabase,
  connection: Connection,
  folder: Folder,
  taken: readonly Recorded[],
  { measures, onWork }: { measures: boolean; onWork?: ((what: string) => void) | undefined },
): Promise<{ ways: Way[]; given: WayBack['given'] }> {
  onWork?.('looking for the way back');
  const found: (Down | string)[] = [];
  for (const { migration } of taken) found.push(await findDown(folder, migration));
  const downs = found.filter((one) => typeof one !== 'string');
  const ups = taken.map(({ migration }) => migration).reverse();
  onWork?.('proving it on a throw-away database');
  const without = taken.find((_, at) => typeof found[at] === 'string');
  const proof =
    without !== undefined
      ? `${without.migration.tag} has no way back`
      : await proofOf(live, connection, ups, downs, measures);
  const ways: Way[] = [];
  for (const [at, { migration, row }] of taken.entries()) {
    const down = found[at]!;
    const known = { migration: migration.tag, row: row.id, stays: [], locks: null, isRefuted: false };
    if (typeof down === 'string') {
      ways.push({ ...known, down: null, label: 'manual', losses: [], why: down });
      continue;
    }
    const lost = lossesAt(at, down, ups, proof, folder.dialect);
    const isBegun = live.unfinished.some((run) => undoneBy(run.migration) === migration.tag);
    const counted = await countLosses(connection, folder.dialect, lost);
    // What an earlier try has taken away is not there to be counted.
    const losses = withRows(counted).filter(({ rows }) => !isBegun || rows !== null);
    const why = whyManual(proof, at);
    ways.push({
      ...{ ...known, down, losses, why, label: labelOf(why === null, losses) },
      isRefuted: typeof proof !== 'string' && proof.refuted?.at === at,
      stays: down.file === null ? keptRows(migration.statements, losses) : [],
      locks: typeof proof === 'string' ? null : proof.locks[at]!,
    });
  }
  const given =
    typeof proof === 'string' ? proof : proof.states.map((entries) => ({ entries, ...proof.on })).reverse();
  return { ways, given };
}

async function proofOf(
  live: LiveDatabase,
  connection: Connection,
  ups: readonly ReadMigration[],
  downs: readonly Down[],
  measures: boolean,
): Promise<Proof> {
  const gone = new Set(ups.map(({ tag }) => tag));
  const migrations = live.match.migrations.map((one) => (gone.has(one.tag) ? { ...one, row: null } : one));
  const before = { ...live, match: { ...live.match, migrations } };
  const own = downs.map(({ statements }) => ({ ...ups[0]!, statements }));
  try {
    const { dialect, ledger } = live.settings;
    const { home } = await liveCatalog(connection, dialect, ledger);
    const collation = await collationOf(connection, dialect);
    const shadow = await shadowAt(before, [...ups, ...own], { collation, home });
    try {
      return await prove(shadow, ups, downs, measures);
    } finally {
      await shadow.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return wordsOf(thrown);
  }
}

export function whyManual(proof: Proof, at: number): string | null {
  if (typeof proof === 'string') return `it is not proven: ${proof}`;
  if (proof.refuted === null) return null;
  if (proof.refuted.at === at) return proof.refuted.why;
  return at < proof.refuted.at ? null : 'it is not proven, because what comes before it is not';
}

/** By the names that things have in the database now; what is not there any more is not lost. */
export function lossesAt(
  at: number,
  { statements }: Down,
  ups: readonly Runnable[],
  proof: Proof,
  dialect: string,
): Loss[] {
  const later = ups.slice(ups.length - at).flatMap((one) => one.statements);
  const renames = renamesIn(later.join(`\n${BREAKPOINT}\n`));
  const named = (losses: readonly Loss[]) =>
    losses.map((loss) => ({ ...loss, ...placeAfter(loss, renames, dialect) }));
  if (typeof proof === 'string') return named(lossesRead(statements, dialect));
  const [before, after] = [ups.length - at, ups.length - at - 1].map((one) => tablesIn(proof.states[one]!));
  const now = tablesIn(proof.states.at(-1)!);
  return named(lossesOf({ statements, before: before!, after: after!, dialect })).filter(
    ({ table, column }) => now.has(table) && (column === null || now.get(table)!.has(column)),
  );
}
