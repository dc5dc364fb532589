import type { InitEdit, UndoEdit } from '../../init/facts';
import type { CheckResult } from '../../judging/result-of';
import { type Renderer } from '../../report/document';
import type { Style } from '../../report/style';
import { typeable } from '../../report/typeable';
import { count } from '../../text/words';
import { changedLines, type ChangedLine } from './changed-lines';
import type { InitPlan, InitResult } from './run';
import type { UndoPlan } from './undo';

/** The edits of a plan, line by line, for people: printed before they are made. */
export function renderPlan({ edits }: InitPlan, dryRun: boolean, style: Style): string {
  if (edits.length === 0) return 'nothing to write: every file is as it should be\n';
  const headline = dryRun
    ? `dry run: ${count(edits.length, 'file')} would be written`
    : `writing ${count(edits.length, 'file')}`;
  return `${[headline, ...edits.map((edit) => renderEdit(edit, style))].join('\n\n')}\n`;
}

/** The same of a plan to take init out, and what it does to git's settings. */
export function renderUndo(
  { edits, hooksPath, generated, hasMergeDriver }: UndoPlan,
  dryRun: boolean,
  style: Style,
): string {
  const would = dryRun ? 'would be ' : '';
  const more = [
    ...(hooksPath === undefined
      ? []
      : [`git's core.hooksPath ${would}${hooksPath === null ? 'unset' : `set to ${hooksPath}`}`]),
    ...(hasMergeDriver ? [`git's merge.drizzle-guard ${would}unset`] : []),
    ...(generated === null ? [] : [`${generated} ${would}deleted: husky made it`]),
  ];
  if (edits.length === 0 && more.length === 0) return 'nothing to take out: no line of init is here\n';
  const headline = dryRun
    ? `dry run: ${count(edits.length, 'file')} would be put back`
    : `putting ${count(edits.length, 'file')} back`;
  return `${[headline, ...edits.map((edit) => renderEdit(edit, style)), ...more].join('\n\n')}\n`;
}

function renderEdit({ file, before, after, why }: InitEdit | UndoEdit, style: Style): string {
  const lines = dedent(changedLines(before ?? '', after ?? '').filter(({ line }) => line !== ''));
  return [
    `${style.bold(file)}${before === null ? ' (new)' : after === null ? ' (deleted)' : ''}  ${style.dim(why)}`,
    ...lines.map(({ sign, line }) => `  ${sign === '+' ? style.green(`+ ${line}`) : style.red(`- ${line}`)}`),
  ].join('\n');
}

function dedent(lines: ChangedLine[]): ChangedLine[] {
  const indent = Math.min(...lines.map(({ line }) => line.search(/\S|$/)));
  return lines.map(({ sign, line }) => ({ sign, line: line.slice(indent) }));
}

/** What was found, what is left to the user, and what to type next; the plan was printed before. */
export const renderInit: Renderer<InitResult> = ({ databases, advice, next, dryRun, edits, undo }, style) => {
  const again = undo ? 'drizzle-guard init --undo' : 'drizzle-guard init';
  const todo = dryRun && edits.length > 0 ? [again, ...next] : next;
  const sections = [
    databaseLines(databases, style),
    advice.length === 0 ? [] : ['left to you', ...advice.map((text) => renderAdvice(typeable(text)))],
    todo.length === 0 ? [] : ['next', ...todo.map((command) => `  ${typeable(command)}`)],
  ];
  const said = sections.filter((section) => section.length > 0).map((section) => section.join('\n'));
  return said.length === 0 ? '' : `\n${said.join('\n\n')}\n`;
};

/** What stands behind an empty line is to be pasted, and begins where its lines begin. */
function renderAdvice(text: string): string {
  const [said, ...pasted] = text.split('\n\n');
  const item = `  - ${said!.replaceAll('\n', '\n    ')}`;
  return pasted.length === 0 ? item : `${[item, ...pasted].join('\n\n')}\n`;
}

function databaseLines(databases: readonly CheckResult[], style: Style): string[] {
  if (databases.length === 0) return [];
  const width = (of: (database: CheckResult) => string) =>
    Math.max(...databases.map((one) => of(one).length));
  const name = width((database) => database.name);
  const dir = width((database) => database.dir);
  return [
    `found ${count(databases.length, 'database')}`,
    ...databases.map(
      (database) =>
        `  ${style.bold(database.name.padEnd(name))}  ${database.dir.padEnd(dir)}  ${stateOf(database, style)}`,
    ),
  ];
}

function stateOf({ dialect, layout, migrationCount, findings, error }: CheckResult, style: Style): string {
  const what = [dialect, layout, count(migrationCount, 'migration')]
    .filter((part) => part !== null)
    .join(', ');
  if (error)
    return `${dialect === null ? '' : `${dialect}, `}${style.red('could not be checked')}: ${error.message.split('\n')[0]}`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (findings.length === 0) return `${what}: ${style.green('nothing found')}`;
  return `${what}: ${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`;
}
