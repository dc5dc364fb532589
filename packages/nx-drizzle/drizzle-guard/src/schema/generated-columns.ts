import { changesBetween } from '../state/changes';
import { changedAttributes } from '../state/compare';
import type { Json } from '../state/json';
import { withChanges } from '../state/with-changes';

/**
 * The states between which drizzle-kit's statements lead from one state to another, where its API passes over another
 * expression of a generated column, as its push does. Its generate takes such a column away and makes it anew: so does the
 * way over a state without it.
 */
export function stepsOver(previous: Json, current: Json): Json[] {
  const anew = changesBetween(previous, current).filter(
    (change) =>
      change.before?.kind === 'column' && change.after && changedAttributes(change).includes('generated'),
  );
  if (anew.length === 0) return [previous, current];
  const without = withChanges(
    previous,
    anew.map(({ before }) => ({ before, after: null })),
  );
  return [previous, without, current];
}
