import type { History, Migration } from '../history/history';
import { isLate } from '../history/late';
import type { DeployedStanding } from '../results/judged';
import type { DeployedDatabase } from '../workspace/deployed';

/** Pure. @param deployed what the file says of the database there */
export function standingOf(
  environment: string,
  history: History,
  { newest, applied, at }: DeployedDatabase,
): DeployedStanding & { lateMigrations: Migration[] } {
  const there = new Set(applied);
  const open = history.migrations.filter(({ tag }) => !there.has(tag));
  const mark = newest === null ? [] : [{ timestamp: newest.timestamp, name: newest.migration }];
  const isLateThere = ({ timestamp, tag }: Migration) =>
    isLate({ timestamp, name: tag }, mark, history.layout);
  const lateMigrations = open.filter(isLateThere);
  const here = new Set(history.migrations.map(({ tag }) => tag));
  return {
    environment,
    pending: open.filter((migration) => !isLateThere(migration)).map(({ tag }) => tag),
    late: lateMigrations.map(({ tag }) => tag),
    unknown: applied.filter((tag) => !here.has(tag)),
    since: at,
    lateMigrations,
  };
}
