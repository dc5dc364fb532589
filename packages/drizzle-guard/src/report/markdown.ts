import type { Failure } from '../errors/failure';
import type { Against } from '../results/against';
import type { CommandResult, DatabaseResult } from '../results/command-result';
import type { Finding } from '../rules/finding';
import { count } from '../text/words';
import { wordsOfAgainst } from './against';
import { toldIn } from './against-pairs';

type Told = DatabaseResult & { against?: Against; notProved?: string };

/** What GitHub takes in one comment is 65,536 characters. */
const LONGEST = 60_000;

/**
 * A result as a comment on a pull request. Whatever people can write (names, SQL, the words of a database) stands in code,
 * where it is no markdown, no HTML, and mentions nobody. Pure.
 */
export function renderMarkdown(result: CommandResult<Told>): string {
  const blocks = [`### drizzle-guard ${result.command}`];
  if (result.error) blocks.push(ofFailure(result.error));
  else blocks.push(summaryOf(result));
  for (const database of result.databases) blocks.push(...ofDatabase(database));
  if (result.notes && result.notes.length > 0)
    blocks.push(fenced(result.notes.map((note) => `note: ${note}`).join('\n')));
  const kept: string[] = [];
  let length = 0;
  for (const block of blocks) {
    length += block.length + 2;
    if (length > LONGEST) {
      kept.push('There is more: `drizzle-guard check --json` has all of it.');
      break;
    }
    kept.push(block);
  }
  return `${kept.join('\n\n')}\n`;
}

function summaryOf({ databases }: CommandResult<Told>): string {
  const findings = databases.flatMap((database) => database.findings);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const failed = databases.filter(({ error }) => error).length;
  if (findings.length === 0 && failed === 0) return 'Nothing found.';
  const more = failed === 0 ? '' : `, ${count(failed, 'database')} could not be dealt with`;
  return `**${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}${more}**`;
}

function ofDatabase(database: Told): string[] {
  const { name, findings, error, against, notProved } = database;
  const own = [
    ...findings.map(ofFinding),
    ...(error ? [ofFailure(error)] : []),
    ...(notProved === undefined ? [] : [fenced(`not proved: ${notProved}`)]),
    ...(against ? ofAgainst(against, findings) : []),
  ];
  return own.length === 0 ? [] : [`#### ${code(name)}`, ...own];
}

function ofFinding({ code: named, severity, file, line, message, help }: Finding): string {
  const place = file === undefined ? '' : ` in ${code(`${file}${line === undefined ? '' : `:${line}`}`)}`;
  return `**${severity}** ${code(named)}${place}\n\n${fenced(`${message}\nhelp: ${help}`)}`;
}

function ofFailure({ code: named, message, help }: Failure): string {
  return `**could not be done** ${code(named)}\n\n${fenced(`${message}\nhelp: ${help}`)}`;
}

function ofAgainst(against: Against, findings: readonly Finding[]): string[] {
  const { headline, rows, pairs, order } = wordsOfAgainst(against, toldIn(against, findings));
  const table = [
    '| branch | migrations | when it lands |',
    '| --- | --- | --- |',
    ...rows.map(({ name, migrations, says }) => `| ${cell(name)} | ${cell(migrations)} | ${cell(says)} |`),
  ];
  return [
    code(headline),
    ...(rows.length === 0 ? [] : [table.join('\n')]),
    ...(pairs.length === 0 ? [] : [fenced(pairs.join('\n'))]),
    ...(order === '' ? [] : [fenced(order)]),
  ];
}

/** Text in a line, as it is: between more backticks than it has in a row. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '';
  const ticks = '`'.repeat(longestRun(line) + 1);
  const room = /^`|`$/.test(line) ? ' ' : '';
  return `${ticks}${room}${line}${room}${ticks}`;
}

/** The same in a table, where a line would end a cell also between backticks. */
function cell(text: string): string {
  return code(text.replaceAll('\\|', '\\ |')).replaceAll('|', String.raw`\|`);
}

/** Lines as they are. */
export function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
