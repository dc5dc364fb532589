import type { FirmGround } from '../../engines/shadow/ground';
import { ShadowEnded, type Shadow } from '../../engines/shadow/shadow';
import { replayFailed, replayOn, type ReadMigration } from '../../replay/replay-history';

/** Of a history that is longer or takes longer the state is worth being kept: to read it takes less. */
const WORTH = { migrations: 20, milliseconds: 1000 };

/**
 * How often the states on the way are kept, in milliseconds: who is stopped when time is over goes on from there the next
 * time. To keep one takes about a tenth of it; where there is less time than usual, a part of that.
 */
const EVERY = 2000;
const PART = 1 / 5;

export interface Way {
  ground: FirmGround;
  /** What both sides have run when they go apart. */
  before: readonly ReadMigration[];
  /** For all of it, in milliseconds. */
  limit?: number | undefined;
}

/**
 * Leads a shadow on to where branches go apart, from where it has begun; the state there is kept.
 * @throws GuardError `ShadowEnded`, what `replayFailed` gives
 */
export async function reachFork(shadow: Shadow, { ground, before, limit = Infinity }: Way): Promise<void> {
  const { begunAfter, keep } = shadow;
  const every = Math.min(EVERY, limit * PART);
  let kept = { after: begunAfter, at: Date.now() };
  const keepIfWorth = async (position: number) => {
    const after = position + 1;
    const spent = Date.now() - kept.at;
    const isWorth =
      after === before.length
        ? after - kept.after >= WORTH.migrations || spent >= WORTH.milliseconds
        : spent >= every;
    if (!keep || !isWorth) return;
    await keep(after);
    kept = { after, at: Date.now() };
  };
  const onTheWay = keep ? { onApplied: keepIfWorth, every } : {};
  const { failed } = await replayOn(shadow, before, { from: begunAfter, ...onTheWay });
  if (failed?.ended) throw new ShadowEnded(failed.statement.message);
  if (failed) throw replayFailed(failed.statement, ground);
}
