import { mysqlReplayer } from './judges/mysql';
import { postgresReplayer } from './judges/postgres';
import { sqliteReplayer } from './judges/sqlite';
import { type Replay, type Replayer, catalogDifferences, rowDifferences } from './judges/state';
import type { Branches, PairClass, PairDialect } from './pair';
import { withoutShared } from './tokens';

/** What two branches are to each other, and for a conflict why. */
export interface Verdict {
  truth: PairClass;
  why: string | null;
}

/** A pair that says nothing: its base fails, or a side does alone. */
export interface Unfit {
  truth: null;
  why: string;
}

const REPLAYERS: Record<PairDialect, Replayer> = {
  postgresql: postgresReplayer,
  sqlite: sqliteReplayer,
  mysql: mysqlReplayer,
};

/**
 * The truth about two branches, by replay of both orders on fresh databases that share nothing. It knows no statement:
 * only whether both orders work, and whether they end in the same database.
 */
export async function judge(pair: Branches): Promise<Verdict | Unfit> {
  const replay = REPLAYERS[pair.dialect];
  const { base, a, b } = pair;
  const first = await replay([base, a, b]);
  if (!first.ok && first.step < 2) return unfit(first, 'a');
  const second = await replay([base, b, a]);
  if (!second.ok && second.step < 2) return unfit(second, 'b');
  const why = await disagreement(replay, [base, a, b], first, second);
  if (why === null) return { truth: 'commute', why: null };
  return { truth: (await isConvergent(replay, pair)) ? 'convergent' : 'conflict', why };
}

const unfit = ({ step, message }: { step: number; message: string }, side: string): Unfit => ({
  truth: null,
  why: `${step === 0 ? 'base' : side}: ${message}`,
});

/** Why two orders do not agree, or null. */
async function disagreement(
  replay: Replayer,
  steps: readonly (readonly string[])[],
  first: Replay,
  second: Replay,
): Promise<string | null> {
  if (!first.ok) return `a, b fails: ${first.message}${second.ok ? '' : `; b, a fails: ${second.message}`}`;
  if (!second.ok) return `b, a fails: ${second.message}`;
  const catalog = catalogDifferences(first.state, second.state);
  if (catalog.length > 0) return `catalogs differ: ${catalog.slice(0, 3).join('; ')}`;
  if (rowDifferences(first.state, second.state, null).length === 0) return null;
  const again = await replay(steps);
  if (!again.ok) return `a, b fails at times: ${again.message}`;
  const rows = rowDifferences(first.state, second.state, again.state);
  return rows.length > 0 ? `rows differ: ${rows.slice(0, 3).join('; ')}` : null;
}

/** They agree once what stands in the earlier side too is left out of the later one. */
async function isConvergent(replay: Replayer, { base, a, b }: Branches): Promise<boolean> {
  const [ownB, ownA] = [withoutShared(a, b), withoutShared(b, a)];
  if (ownA === null || ownB === null) return false;
  const first = await replay([base, a, ownB]);
  if (!first.ok) return false;
  const second = await replay([base, b, ownA]);
  return second.ok && (await disagreement(replay, [base, a, ownB], first, second)) === null;
}
