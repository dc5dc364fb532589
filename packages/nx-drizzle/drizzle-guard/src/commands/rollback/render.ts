import { document, type Renderer } from '../../report/document';
import { typeable } from '../../report/typeable';
import { wordsOfLoss } from '../../rollback/losses';
import { shortened } from '../../text/shorten';
import { count } from '../../text/words';
import { lockLines, ONE_LOCK } from '../migrate/lock-lines';
import { hintOf, overriddenOf, seenAfter } from '../migrate/render';
import type { ToldWay } from './result-of';
import type { RollbackCommandResult, RollbackResult } from './run';

/** The target and each migration were printed as they happened; this is what remains to be said. */
export const renderRollback: Renderer<RollbackCommandResult> = (result, style) =>
  document(result, style, (database) => ({
    headline: headlineOf(database, result.dryRun),
    lines: [
      ...overriddenOf(database),
      ...demandedOf(database, result.dryRun),
      ...shownOf(database, result.dryRun).flatMap((way) => linesOf(way, result.dryRun)),
      ...oneLockOf(database, result.dryRun),
      ...seenAfter(database),
      ...hintOf(database, style),
    ],
  }));

function headlineOf({ undone, ways, findings, error, environment }: RollbackResult, dryRun: boolean): string {
  if (error || environment === null) return '';
  if (dryRun && ways.length > 0) return `dry run: ${count(ways.length, 'migration')} would be taken back`;
  if (undone.length > 0) return `took ${count(undone.length, 'migration')} back`;
  if (findings.some(({ severity }) => severity === 'error')) return 'nothing was taken back';
  return ways.length > 0 ? 'nothing was taken back' : 'nothing is there to be taken back';
}

function demandedOf({ demanded = [], environment, backup }: RollbackResult, dryRun: boolean): string[] {
  const back = backup?.restore ? [`to go back to it: \`${backup.restore}\``] : [];
  const taken = dryRun ? 'would be taken first' : 'was taken first';
  return [...demanded.map((rule) => `${environment}: a ${rule} ${taken}`), ...back].map(typeable);
}

const LABELS = {
  proven: 'proven: up, down and up again on a throw-away database; nothing is lost',
  lossy: 'lossy: proven on a throw-away database, and data goes with it',
  manual: 'manual',
} as const;

/** Where nothing was done, the error says why. */
function shownOf({ ways, undone, error }: RollbackResult, dryRun: boolean): ToldWay[] {
  return error && !dryRun && undone.length === 0 ? [] : ways;
}

/** Its SQL is shown to who asks what would be done. */
function linesOf(way: ToldWay, dryRun: boolean): string[] {
  const { migration, label, by, statements, losses, stays, why, locks } = way;
  const from = by === null ? '' : `, by ${by}`;
  return [
    `${migration}${from}  ${LABELS[label]}${why === null ? '' : `: ${why}`}`,
    ...(dryRun
      ? statements.flatMap((statement, at) => [
          ...shortened(statement.trim())
            .split('\n')
            .map((line) => `  ${line}`),
          ...lockLines(locks?.[at]).map((line) => `    ${line}`),
        ])
      : []),
    ...losses.map((loss) => `  lost: ${wordsOfLoss(loss)}`),
    ...stays.map((command) => `  not taken back: ${command}`),
  ];
}

function oneLockOf({ dialect, ways }: RollbackResult, dryRun: boolean): string[] {
  return dryRun && ways.length > 0 && ONE_LOCK.has(dialect ?? '')
    ? ['each of them locks the whole database while it runs, as every write does in SQLite']
    : [];
}
