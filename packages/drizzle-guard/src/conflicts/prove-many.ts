import type { ReadMigration } from '../replay/replay-history';
import { NONE, type Arena } from './arena';
import { differencesOf } from './differing';
import type { Side } from './orders';

/** What became of many in two orders: which was refused, where one was. */
export type Many = 'together' | { refused: ReadMigration | null };

/**
 * Runs many branches in one order and in another, and compares what they lead to.
 * @throws ShadowEnded
 */
export async function proveMany(
  arena: Arena,
  order: readonly ReadMigration[],
  other: readonly ReadMigration[],
): Promise<Many> {
  const orders = [order, other] as const;
  const run = (which: Side) => arena.run(orders[which], NONE, true);
  const one = await run(0);
  if (one.failure) return { refused: order[one.failure.migration]! };
  const two = await run(1);
  if (two.failure) return { refused: other[two.failure.migration]! };
  const differences = await differencesOf(arena, [one, two], run);
  return differences.length === 0 ? 'together' : { refused: null };
}
