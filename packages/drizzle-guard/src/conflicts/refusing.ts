import type { Attempt } from '../engines/shadow/attempt';
import type { ReadMigration } from '../replay/replay-history';
import type { Conflict, Place } from '../results/verdict';
import { NONE, type Arena } from './arena';
import { firstLine, inOrder, placeIn, SIDES, tagsOf, type Side } from './orders';
import type { Pair } from './pair';

/** The conflict of two orders of which one cannot be run, or neither. */
export async function refusing(
  arena: Arena,
  pair: Pair,
  attempts: readonly [Attempt, Attempt],
): Promise<Conflict> {
  const shown: string[] = [];
  let does: [Place | null, Place | null] = [null, null];
  for (const first of SIDES) {
    const { failure } = attempts[first];
    if (failure === null) continue;
    const second = first === 0 ? 1 : 0;
    const refused = placeIn(inOrder(pair, first), failure);
    const cause = await causeOf(arena, pair, first, failure);
    shown.push(
      `after ${tagsOf(pair[first])} ${refused.migration} fails: ${firstLine(failure.message)} (${refused.file}:${refused.line})`,
    );
    if (does[0] === null && does[1] === null) {
      does = [null, null];
      does[first] = cause;
      does[second] = refused;
    }
  }
  return {
    kind: 'conflict',
    does,
    shown,
    works: [attempts[0].failure === null, attempts[1].failure === null],
  };
}

/** The first statement after which the other side is refused in the same place. */
async function causeOf(
  arena: Arena,
  pair: Pair,
  first: Side,
  failure: { migration: number; position: number },
): Promise<Place> {
  const own = pair[first];
  const all = own.flatMap((read, migration) =>
    read.statements.map((_, position) => ({ migration, position })),
  );
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const run = await arena.run([...until(own, all[middle]!), ...pair[first === 0 ? 1 : 0]], NONE, false);
    const isSame =
      run.failure !== null &&
      run.failure.position === failure.position &&
      run.failure.migration === failure.migration;
    if (isSame) high = middle;
    else low = middle + 1;
  }
  return placeIn(own, all[low] ?? { migration: 0, position: 0 });
}

/** As many migrations as there are, with the statements up to one of them. */
function until(
  migrations: readonly ReadMigration[],
  { migration, position }: { migration: number; position: number },
): ReadMigration[] {
  return migrations.map((read, at) => ({
    ...read,
    statements:
      at < migration ? read.statements : at > migration ? [] : read.statements.slice(0, position + 1),
  }));
}
