import type { Failure } from '../errors/failure';
import type { CommandResult, DatabaseResult } from '../results/command-result';
import type { Finding } from '../rules/finding';
import { count } from '../text/words';
import { renderAdvice } from './advice';
import type { Style } from './style';
import { typeable } from './typeable';

/** A command's result for people; ends with a line break, or is "" where there is nothing to say. */
export type Renderer<R> = (result: R, style: Style) => string;

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
      ...database.findings.map((finding) => indent(renderFinding(finding, style, !database.next))),
      ...(database.error ? [indent(renderFailure(database.error, style).trimEnd())] : []),
      ...(database.next ? [indent(renderAdvice(database.next, style))] : []),
    ].join('\n');
  });
  return `${[...blocks, ...summaryOf(result.databases), ...notesOf(result)].join('\n')}\n`;
}

/** What was not looked at, a line each. */
export function notesOf({ notes = [] }: CommandResult): string[] {
  return notes.map((note) => `note: ${typeable(note)}`);
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

/** @param withHelp false where one advice stands in place of the help of each */
export function renderFinding(
  { code, severity, message, file, line, help }: Finding,
  style: Style,
  withHelp = true,
): string {
  const colour = severity === 'error' ? style.red : style.yellow;
  const [title, ...more] = message.split('\n');
  const place =
    file === undefined || title!.startsWith(file) ? [] : [`  ${file}${line === undefined ? '' : `:${line}`}`];
  const titleLine = place.length === 0 && line !== undefined ? `${title} (line ${line})` : title;
  return [
    `${colour(`${severity}[${code}]`)} ${titleLine}`,
    ...more,
    ...place,
    ...(withHelp ? [`  ${style.dim('help:')} ${typeable(help)}`] : []),
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

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
