import type { CheckResult } from '../../judging/result-of';
import { document, type Renderer } from '../../report/document';
import { wordsOfStandIns } from '../../report/stand-ins';
import { typeable } from '../../report/typeable';
import type { CommandResult } from '../../results/command-result';
import { count } from '../../text/words';

export const renderCheck: Renderer<CommandResult<CheckResult>> = (result, style) =>
  document(result, style, (database) => {
    const { layout, migrationCount, findings, notProved, besides = [], error } = database;
    const what = layout === null ? [] : [count(migrationCount, 'migration')];
    const { waived = 0, older = 0 } = database;
    if (findings.length === 0 && !error)
      what.push(style.green(waived + older > 0 ? 'nothing else found' : 'nothing found'));
    if (database.notChecked.includes('schema')) what.push('schema not checked');
    const lines = notProved === undefined ? [] : [`not proved: ${notProved}`];
    lines.push(...wordsOfStandIns(database.standIns));
    return { headline: what.join(', '), lines: [...lines, ...besides, ...acceptedLines(database)] };
  });

export function acceptedLines({ waived = 0, older = 0, gone = 0 }: CheckResult): string[] {
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
