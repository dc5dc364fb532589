import type { CheckResult } from '../commands/check-folder';
import type { GenerateResult } from '../commands/generate';
import type { MigrateCommandResult, MigrateResult } from '../commands/migrate';
import type { StatusResult } from '../commands/status';
import type { CommandResult, DatabaseResult, Failure, Finding } from '../result';
import type { Style } from './style';
import { typeable } from './typeable';

/** A command's result for people; ends with a line break, or is "" where there is nothing to say. */
export type Renderer<R> = (result: R, style: Style) => string;

export const renderCheck: Renderer<CommandResult<CheckResult>> = (result, style) =>
  document(result, style, (database) => {
    const { layout, migrationCount, findings, notProved, error } = database;
    const what = layout === null ? [] : [count(migrationCount, 'migration')];
    const { waived = 0, older = 0 } = database;
    if (findings.length === 0 && !error)
      what.push(style.green(waived + older > 0 ? 'nothing else found' : 'nothing found'));
    if (database.notChecked.includes('schema')) what.push('schema not checked');
    const lines = notProved === undefined ? [] : [`not proved: ${notProved}`];
    return { headline: what.join(', '), lines: [...lines, ...acceptedLines(database)] };
  });

function acceptedLines({ waived = 0, older = 0, gone = 0 }: CheckResult): string[] {
  const lines = [];
  if (waived > 0) lines.push(`${count(waived, 'finding')} waived in drizzle-guard.json`);
  if (older > 0)
    lines.push(`${count(older, 'finding')} older than the baseline: \`drizzle-guard doctor\` lists them`);
  if (gone > 0)
    lines.push(
      `${count(gone, 'finding')} of the baseline mended: \`drizzle-guard doctor --baseline\` takes ${gone === 1 ? 'it' : 'them'} out`,
    );
  return lines.map(typeable);
}

export const renderGenerate: Renderer<CommandResult<GenerateResult>> = (result, style) =>
  document(result, style, ({ generated, findings, error, advice }) => {
    const lines = generated.map(
      ({ migration, files }) => `${style.green('generated')} ${migration}  ${files[0]}`,
    );
    if (advice !== undefined) lines.push(typeable(advice));
    const idle = generated.length === 0 && findings.length === 0 && !error;
    return { headline: idle ? 'the schema has no changes; nothing to generate' : '', lines };
  });

export const renderStatus: Renderer<CommandResult<StatusResult>> = (result, style) =>
  document(result, style, ({ migrations, environment, target }) => {
    const width = Math.max(0, ...migrations.map(({ migration }) => migration.length));
    const lines = migrations.map(
      ({ migration, state }) => `${migration.padEnd(width)}  ${colourOf(state, style)}`,
    );
    const counts = [...new Set(migrations.map(({ state }) => state))].map(
      (state) => `${migrations.filter((migration) => migration.state === state).length} ${state}`,
    );
    const where = environment === null ? '' : `${environment}  ${target}`;
    return { headline: where, lines: [...lines, ...(counts.length > 0 ? [counts.join(', ')] : [])] };
  });

/** The target and each applied migration were printed as they happened; this is what remains to be said. */
export const renderMigrate: Renderer<MigrateCommandResult> = (result, style) =>
  document(result, style, (database) => ({
    headline: migrateHeadline(database, result.dryRun),
    lines: planOf(database, result.dryRun),
  }));

function migrateHeadline(
  { applied, pending, findings, error, environment }: MigrateResult,
  dryRun: boolean,
): string {
  if (error || environment === null) return '';
  if (findings.some(({ severity }) => severity === 'error'))
    return pending.length > 0
      ? `nothing was applied; ${count(pending.length, 'migration')} pending`
      : 'nothing was applied';
  if (dryRun)
    return pending.length > 0
      ? `dry run: ${count(pending.length, 'migration')} would be applied`
      : 'dry run: nothing would be applied';
  const rest = pending.length > 0 ? `, ${pending.length} left pending` : '';
  return applied.length > 0
    ? `applied ${count(applied.length, 'migration')}${rest}`
    : `nothing is pending${rest ? ` up to there${rest}` : ''}`;
}

function planOf({ pending }: MigrateResult, dryRun: boolean): string[] {
  if (!dryRun) return [];
  return pending.flatMap(({ migration, statements }) => [
    `${migration} (${count(statements.length, 'statement')})`,
    ...statements.flatMap((statement) => statement.trim().split('\n')).map((line) => `  ${line}`),
  ]);
}

/** The common shape: a heading a database, its own lines, its findings, its error; then a summary over several. */
export function document<D extends DatabaseResult>(
  result: CommandResult<D>,
  style: Style,
  own: (database: D) => { headline: string; lines: string[] },
): string {
  if (result.error) return renderFailure(result.error, style);
  const blocks = result.databases.map((database) => {
    const { headline, lines } = own(database);
    const heading = [style.bold(database.name), headline].filter((part) => part !== '').join('  ');
    return [
      heading,
      ...lines.map(indent),
      ...database.findings.map((finding) => indent(renderFinding(finding, style))),
      ...(database.error ? [indent(renderFailure(database.error, style).trimEnd())] : []),
    ].join('\n');
  });
  return `${[...blocks, ...summaryOf(result.databases)].join('\n')}\n`;
}

function summaryOf(databases: readonly DatabaseResult[]): string[] {
  const findings = databases.flatMap((database) => database.findings);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const failed = databases.filter(({ error }) => error).length;
  if (findings.length === 0 && failed === 0) return [];
  const parts = [count(errors, 'error'), count(findings.length - errors, 'warning')];
  if (failed > 0) parts.push(`${count(failed, 'database')} could not be dealt with`);
  return [parts.join(', ')];
}

export function renderFinding({ code, severity, message, file, line, help }: Finding, style: Style): string {
  const colour = severity === 'error' ? style.red : style.yellow;
  const [title, ...more] = message.split('\n');
  const place =
    file === undefined || title!.startsWith(file) ? [] : [`  ${file}${line === undefined ? '' : `:${line}`}`];
  const titleLine = place.length === 0 && line !== undefined ? `${title} (line ${line})` : title;
  return [
    `${colour(`${severity}[${code}]`)} ${titleLine}`,
    ...more,
    ...place,
    `  ${style.dim('help:')} ${typeable(help)}`,
  ].join('\n');
}

export function renderFailure({ code, message, help }: Failure, style: Style): string {
  const [title, ...more] = message.split('\n');
  return [
    `${style.red(`error[${code}]`)} ${title}`,
    ...more,
    `  ${style.dim('help:')} ${typeable(help)}`,
    '',
  ].join('\n');
}

function colourOf(state: string, style: Style): string {
  if (state === 'applied') return style.green(state);
  return state === 'pending' ? style.yellow(state) : style.red(state);
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
