import { setTimeout as sleep } from 'node:timers/promises';
import type { History } from '../../history/history';

const SECOND = 1000;

/**
 * Waits, for two seconds at most, until what is made now is of a later second than all that is there. drizzle-kit 1.0 names
 * folders to the second, and its up those that were in a journal: two of one second would be ordered by their titles.
 */
export async function untilLater({ migrations }: History): Promise<void> {
  const newest = Math.max(...migrations.map(({ timestamp }) => timestamp));
  const wait = (Math.floor(newest / SECOND) + 1) * SECOND - Date.now();
  if (wait > 0 && wait <= 2 * SECOND) await sleep(wait);
}
