import type { LiveResult } from '../../apply/live-database';
import { document, type Renderer } from '../../report/document';
import type { Style } from '../../report/style';
import { typeable } from '../../report/typeable';
import { shortened } from '../../text/shorten';
import { count } from '../../text/words';
import type { MigrateCommandResult, MigrateResult } from './run';

/** The target and each applied migration were printed as they happened; this is what remains to be said. */
export const renderMigrate: Renderer<MigrateCommandResult> = (result, style) =>
  document(result, style, (database) => ({
    headline: migrateHeadline(database, result.dryRun),
    lines: [
      ...movesOf(database, result.dryRun),
      ...planOf(database, result.dryRun),
      ...hintOf(database, style),
    ],
  }));

export function migrateHeadline(
  { applied, baselined, pending, findings, error, environment }: MigrateResult,
  dryRun: boolean,
): string {
  if (error || environment === null) return '';
  if (findings.some(({ severity }) => severity === 'error'))
    return pending.length > 0
      ? `nothing was applied; ${count(pending.length, 'migration')} pending`
      : 'nothing was applied';
  const rest = pending.length > 0 ? `, ${pending.length} left pending` : '';
  if (baselined) {
    const verb = dryRun ? 'dry run: would record' : 'recorded';
    return `${verb} ${count(baselined.length, 'migration')} without running ${baselined.length === 1 ? 'it' : 'them'}${rest}`;
  }
  if (dryRun)
    return pending.length > 0
      ? `dry run: ${count(pending.length, 'migration')} would be applied`
      : 'dry run: nothing would be applied';
  return applied.length > 0
    ? `applied ${count(applied.length, 'migration')}${rest}`
    : `nothing is pending${rest ? ` up to there${rest}` : ''}`;
}

export function hintOf({ hint }: LiveResult, style: Style): string[] {
  return hint === undefined ? [] : [`${style.dim('hint:')} ${typeable(hint)}`];
}

function movesOf({ moved = [] }: MigrateResult, dryRun: boolean): string[] {
  const verb = dryRun ? 'would be' : 'was';
  return moved.map(({ from, to }) => `${to} is applied; its ledger row (${from}) ${verb} corrected`);
}

export function planOf({ pending, baselined }: MigrateResult, dryRun: boolean): string[] {
  if (baselined) return baselined;
  if (!dryRun) return [];
  return pending.flatMap(({ migration, statements }) => [
    `${migration} (${count(statements.length, 'statement')})`,
    ...statements.flatMap((statement) => shortened(statement.trim()).split('\n')).map((line) => `  ${line}`),
  ]);
}
