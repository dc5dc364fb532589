import type { LiveResult } from '../../apply/live-database';
import { document, type Renderer } from '../../report/document';
import type { Style } from '../../report/style';
import { typeable } from '../../report/typeable';
import { shortened } from '../../text/shorten';
import { count, listOf } from '../../text/words';
import type { Demanded } from '../../workspace/environment-rules';
import { lockLines, ONE_LOCK } from './lock-lines';
import type { MigrateCommandResult, MigrateResult } from './run';

/** The target and each applied migration were printed as they happened; this is what remains to be said. */
export const renderMigrate: Renderer<MigrateCommandResult> = (result, style) =>
  document(result, style, (database) => ({
    headline: migrateHeadline(database, result.dryRun),
    lines: [
      ...overriddenOf(database),
      ...demandedOf(database, result.dryRun),
      ...movesOf(database, result.dryRun),
      ...planOf(database, result.dryRun),
      ...seenAfter(database),
      ...checkedAfter(database, result.dryRun),
      ...hintOf(database, style),
    ],
  }));

export function migrateHeadline(
  { applied, baselined, resolved, pending, findings, error, environment }: MigrateResult,
  dryRun: boolean,
): string {
  if (error || environment === null) return '';
  const rest = pending.length > 0 ? `, ${pending.length} left pending` : '';
  if (resolved)
    return dryRun
      ? `dry run: ${resolved.migration} would be settled as ${resolved.as}`
      : `${resolved.migration} ${RESOLVED[resolved.as]}${rest}`;
  if (applied.length === 0 && findings.some(({ severity }) => severity === 'error'))
    return pending.length > 0
      ? `nothing was applied; ${count(pending.length, 'migration')} pending`
      : 'nothing was applied';
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

const RESOLVED = {
  applied: 'is recorded as applied',
  'rolled-back': 'is pending again',
  continue: 'is finished and recorded',
} as const;

const DEMANDED: Readonly<Record<Demanded, readonly [would: string, was: string]>> = {
  check: ['everything would be checked first', 'everything was checked first'],
  rehearse: ['they would be rehearsed first, on a throw-away database', 'they were rehearsed first'],
  backup: ['a backup would be taken first', 'a backup was taken first'],
};

function demandedOf({ demanded = [], environment, backup }: MigrateResult, dryRun: boolean): string[] {
  const back = backup?.restore ? [`to go back to it: \`${backup.restore}\``] : [];
  return [...demanded.map((rule) => `${environment}: ${DEMANDED[rule][dryRun ? 0 : 1]}`), ...back].map(
    typeable,
  );
}

export function overriddenOf({ environment, overridden = [] }: LiveResult): string[] {
  return overridden.length === 0
    ? []
    : [
        `set aside for this run, and recorded: ${overridden.map((rule) => `${environment}:${rule}`).join(', ')}`,
      ];
}

export function hintOf({ hint }: LiveResult, style: Style): string[] {
  return hint === undefined ? [] : [`${style.dim('hint:')} ${typeable(hint)}`];
}

function movesOf({ moved = [] }: MigrateResult, dryRun: boolean): string[] {
  const verb = dryRun ? 'would be' : 'was';
  return moved.map(({ from, to }) => `${to} is applied; its ledger row (${from}) ${verb} corrected`);
}

export function planOf(
  { pending, baselined, notMeasured, dialect }: MigrateResult,
  dryRun: boolean,
): string[] {
  if (baselined) return baselined;
  if (!dryRun) return [];
  const lines = pending.flatMap(({ migration, statements, locks }) => [
    `${migration} (${count(statements.length, 'statement')})`,
    ...statements.flatMap((statement, at) => [
      ...shortened(statement.trim())
        .split('\n')
        .map((line) => `  ${line}`),
      ...lockLines(locks?.[at]).map((line) => `    ${line}`),
    ]),
  ]);
  if (notMeasured !== undefined) lines.push(`locks not measured: ${notMeasured}`);
  if (pending.length > 0 && ONE_LOCK.has(dialect ?? ''))
    lines.push('each of them locks the whole database while it runs, as every write does in SQLite');
  return lines;
}

const SHOWN = 6;

function checkedAfter({ healthChecks = [], error }: MigrateResult, dryRun: boolean): string[] {
  const passed = error?.code === 'failed-verification' ? healthChecks.slice(0, -1) : healthChecks;
  return passed.map(({ command, milliseconds }) =>
    dryRun || milliseconds === null
      ? `\`${command}\` would be run afterwards`
      : `\`${command}\` finds it well (${milliseconds} ms)`,
  );
}

export function seenAfter({
  olderDifferences = [],
  notVerified,
}: Pick<MigrateResult, 'olderDifferences' | 'notVerified'>): string[] {
  const lines: string[] = [];
  if (olderDifferences.length > 0) {
    const shown = olderDifferences.slice(0, SHOWN);
    const more = olderDifferences.length - shown.length;
    const verb = olderDifferences.length === 1 ? 'was' : 'were';
    lines.push(
      `${count(olderDifferences.length, 'difference')} between the database and its migrations ${verb} there before: ${listOf(more > 0 ? [...shown, `${more} more`] : shown)}`,
    );
  }
  if (notVerified !== undefined) lines.push(`not verified: ${notVerified}`);
  return lines;
}
