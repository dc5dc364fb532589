import type { LockedTable } from '../../engines/shadow/locks';
import type { Rehearsal, RehearsedMigration } from '../../rehearsal/rehearse';
import type { WayBackKnown } from '../../rollback/effects/rehearse-back';
import { document, type Renderer } from '../../report/document';
import { typeable } from '../../report/typeable';
import type { CommandResult } from '../../results/command-result';
import { shortened } from '../../text/shorten';
import { count } from '../../text/words';
import type { RehearseResult } from './run';

export const renderRehearse: Renderer<CommandResult<RehearseResult>> = (result, style) =>
  document(result, style, (database) => ({
    headline: headlineOf(database),
    lines: database.rehearsal ? [...tableOf(database), ...notesOn(database.rehearsal, database.back)] : [],
  }));

function headlineOf({ rehearsal, from, error }: RehearseResult): string {
  if (error || !rehearsal) return '';
  const { migrations, notReached } = rehearsal;
  const what = count(migrations.length + notReached.length, 'migration');
  if (migrations.length === 0) return `nothing to rehearse${from === null ? '' : ` beside ${from}`}`;
  return `${what} on ${from === null ? 'an empty database' : `what ${from} has`} (${count(rehearsal.before, 'migration')}, ${count(rehearsal.filled.rows, 'row')} in ${count(rehearsal.filled.tables, 'table')})`;
}

const HEAD = ['migration', 'time', 'rows', 'size', 'locks', 'rewrites', 'back'];

/** A line each, its cells in the order of `HEAD`. */
function cellsOf(
  { migration, milliseconds, rows, size, locks, rewrites, failure }: RehearsedMigration,
  back: readonly WayBackKnown[],
): string[] {
  return [
    migration,
    failure ? 'failed' : `${milliseconds} ms`,
    rows === null ? '?' : `${rows}`,
    size === null ? '?' : grownBy(size.after - size.before),
    locks === null ? '?' : locksInWords(locks),
    rewrites.length === 0 ? '-' : rewrites.map(short).join(', '),
    back.find((one) => one.migration === migration)?.label ?? '?',
  ];
}

function tableOf({ rehearsal, back }: Pick<RehearseResult, 'rehearsal' | 'back'>): string[] {
  const migrations = rehearsal?.migrations ?? [];
  if (migrations.length === 0) return [];
  const lines = [HEAD, ...migrations.map((one) => cellsOf(one, back))];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** What is not in the table. */
function notesOn({ together, filled, migrations }: Rehearsal, back: readonly WayBackKnown[]): string[] {
  const notes = filled.empty.map(({ table, why }) => `no rows in ${table}: ${shortened(why, 200)}`);
  if (together)
    notes.push(
      `in one transaction, as drizzle-kit migrate and drizzle-orm's migrator run them, ${together.migration} fails: ${shortened(together.message, 200)}; drizzle-guard migrate gives each its own`,
    );
  for (const { migration, loses, why } of back)
    if (why !== null) notes.push(`${migration} is not taken back by itself: ${shortened(why, 200)}`);
    else if (loses.length > 0)
      notes.push(`taken back, ${migration} takes what is in ${loses.map(short).join(', ')} with it`);
  return (migrations.length === 0 ? [] : notes).map(typeable);
}

/** Of any number of databases, for a job summary or a comment. */
export const renderMarkdown: Renderer<CommandResult<RehearseResult>> = (result) => {
  const blocks = result.databases.map((database) => {
    const { name, rehearsal, back, findings, error } = database;
    const rows = rehearsal?.migrations.map((one) => cellsOf(one, back)) ?? [];
    const table =
      rows.length === 0 ? [] : [rowOf(HEAD), rowOf(HEAD.map(() => '---')), ...rows.map(rowOf), ''];
    return [
      `### ${escaped(name)}: ${escaped(error ? 'could not be rehearsed' : headlineOf(database))}`,
      '',
      ...table,
      ...findings.map(({ code, message }) => `- **${code}**: ${escaped(message)}`),
      ...(error ? [`- **${error.code}**: ${escaped(error.message)}`] : []),
      ...(rehearsal ? notesOn(rehearsal, back).map((note) => `- ${escaped(note)}`) : []),
    ].join('\n');
  });
  const failure = result.error ? [`**${result.error.code}**: ${escaped(result.error.message)}`] : [];
  return `${[...blocks, ...failure].join('\n\n').trimEnd()}\n`;
};

function rowOf(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** Nothing in a name or a message is to be markup, or a line of its own. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

function locksInWords(locks: readonly LockedTable[]): string {
  const kept = locks.filter(({ mode }) => mode !== 'ACCESS SHARE');
  return kept.length === 0 ? '-' : kept.map(({ table, mode }) => `${short(table)} ${mode}`).join(', ');
}

function short(table: string): string {
  return table.replace(/^public\./, '');
}

function grownBy(bytes: number): string {
  if (Math.abs(bytes) < 1024) return bytes === 0 ? '-' : `${bytes} B`;
  const sign = bytes > 0 ? '+' : '';
  return Math.abs(bytes) < 1024 * 1024
    ? `${sign}${Math.round(bytes / 1024)} kB`
    : `${sign}${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
