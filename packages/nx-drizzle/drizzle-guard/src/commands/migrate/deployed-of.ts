import type { Ran } from '../../apply/run-planned';
import { isLate } from '../../history/late';
import type { ReadMigration } from '../../apply/read-migrations';
import type { DeployedDatabase } from '../../workspace/deployed';

/**
 * How far a database is after a run; null where that is not known for certain: something was in the way, or the run ended
 * in the middle. A health check that failed changes nothing about what is applied. Pure.
 *
 * @param at the time, in ISO 8601
 */
export function deployedOf({ live, plan, outcome }: Ran, at: string): DeployedDatabase | null {
  const { failure, settled, applied, recorded = [], undone = [] } = outcome;
  if (failure && failure.code !== 'failed-verification') return null;
  if (plan.findings.some(({ severity }) => severity === 'error')) return null;
  const { match } = settled?.now ?? live;
  const there = new Set([
    ...match.migrations
      .filter(({ state }) => state === 'applied' || state === 'edited')
      .map(({ tag }) => tag),
    ...applied.map(({ migration }) => migration),
    ...recorded,
  ]);
  for (const { migration } of undone) there.delete(migration);
  const known = live.migrations.filter(({ tag }) => there.has(tag));
  const { layout } = live.history;
  const newest = known.reduce<ReadMigration | null>((best, one) => {
    const placed = ({ tag, timestamp }: ReadMigration) => ({ timestamp, name: tag });
    return best && isLate(placed(one), [placed(best)], layout) ? best : one;
  }, null);
  return {
    newest: newest && { migration: newest.tag, timestamp: newest.timestamp, hash: newest.hash },
    applied: known.map(({ tag }) => tag).sort(),
    at,
  };
}
