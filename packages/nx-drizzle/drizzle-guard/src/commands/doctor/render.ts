import type { Cause } from '../../doctor/diagnose';
import type { Decision, Repair } from '../../doctor/repair';
import { renderAdvice } from '../../report/advice';
import { document, notesOf, renderFailure, type Renderer } from '../../report/document';
import type { Style } from '../../report/style';
import { typeable } from '../../report/typeable';
import type { Finding } from '../../rules/finding';
import { count } from '../../text/words';
import type { DoctorCommandResult, DoctorResult } from './run';

/** After --baseline: how much was accepted. */
export const renderBaseline: Renderer<DoctorCommandResult> = (result, style) =>
  document(result, style, ({ accepted }) => {
    if (accepted === undefined) return { headline: 'nothing was accepted', lines: [] };
    const headline =
      accepted === 0
        ? 'nothing to accept'
        : `${count(accepted, 'finding')} accepted in drizzle-guard.baseline.json: commit it`;
    return { headline, lines: [] };
  });

/** Without --repair: what is wrong, what would be mended, and what is left to people. */
export const renderDoctor: Renderer<DoctorCommandResult> = (result, style) =>
  [
    result.databases.map((database) => renderDiagnosis(database, '--repair would', style)).join('\n'),
    ...notesOf(result).map((note) => `${note}\n`),
  ].join('');

/** @param head what stands over the list of repairs: whether they would be or are about to be made */
export function renderDiagnosis(result: DoctorResult, head: string, style: Style): string {
  const { name, causes, repairs, edits, decisions, notes, error, next } = result;
  const sections = [
    causes.flatMap((cause, position) => renderCause(cause, position + 1, style)),
    repairs.length === 0 ? [] : [style.bold(head), ...repairs.map(toldOf), changed(edits)],
    decisions.length === 0
      ? []
      : [style.bold('left to you'), ...decisions.flatMap((decision) => renderDecision(decision))],
    notes.map(typeable),
    error ? renderFailure(error, style).trimEnd().split('\n') : [],
    next ? renderAdvice(next, style).split('\n') : [],
  ];
  const lines = sections
    .filter((section) => section.length > 0)
    .flatMap((section) => ['', ...section])
    .slice(1);
  return `${[`${style.bold(name)}  ${headlineOf(result, style)}`, ...lines.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')}\n`;
}

/** Nothing is called right that was not looked at. */
function headlineOf(result: DoctorResult, style: Style): string {
  const { causes, layout, notChecked, error, waived = 0, older = 0 } = result;
  if (error && layout === null && causes.length === 0) return 'not examined';
  const accepted = waived + older;
  const isCompared = !error && !notChecked.includes('schema');
  const what =
    causes.length > 0
      ? `${count(causes.length, 'cause')} of trouble${accepted > 0 ? `; ${count(accepted, 'finding')} of them accepted` : ''}`
      : isCompared
        ? style.green('nothing wrong')
        : 'nothing wrong with the migrations';
  return isCompared ? what : `${what}; schema: not compared`;
}

function toldOf({ what, unproved }: Repair): string {
  return `- ${what}${unproved ? ' (if that is proved)' : ''}`;
}

function changed(edits: readonly string[]): string {
  return `${count(edits.length, 'file')} changed; SQL that the journal lists, tags and timestamps stay`;
}

function renderCause({ effect, findings }: Cause, number: number, style: Style): string[] {
  const [head, ...rest] = findings;
  return [
    `${number}. ${titleOf(head!, style)}`,
    `   ${effect}`,
    ...rest.map((finding) => `   and from that: ${titleOf(finding, style)}`),
  ];
}

function titleOf({ code, severity, message }: Finding, style: Style): string {
  const colour = severity === 'error' ? style.red : style.yellow;
  return `${colour(`${severity}[${code}]`)} ${message.split('\n')[0]}`;
}

function renderDecision({ code, what, options }: Decision): string[] {
  return [`- ${code}: ${what.split('\n')[0]}`, ...options.map((option) => `    ${typeable(option)}`)];
}

/** With --repair, after the plans were printed: what was written, and what is found now. */
export const renderRepaired: Renderer<DoctorCommandResult> = ({ databases, dryRun }, style) =>
  `\n${databases.map((database) => outcomeOf(database, dryRun, style)).join('\n')}\n`;

function outcomeOf(
  { name, repaired, edits, findings, error }: DoctorResult,
  dryRun: boolean,
  style: Style,
): string {
  const failure = error ? renderFailure(error, style).trimEnd() : '';
  if (error && !repaired) return `${style.bold(name)}  ${failure}`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const left = `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`;
  const what = repaired
    ? `mended: ${count(edits.length, 'file')} written; left: ${left}`
    : dryRun && edits.length > 0
      ? `dry run: nothing was written; now: ${left}`
      : `nothing to mend; ${left}`;
  return `${style.bold(name)}  ${what}${failure === '' ? '' : `\n${failure}`}`;
}
