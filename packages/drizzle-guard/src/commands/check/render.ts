import type { CheckResult } from '../../judging/result-of';
import { linesOfAgainst, wordsOfAgainst } from '../../report/against';
import { document, type Renderer } from '../../report/document';
import { toldIn } from '../../report/against-pairs';
import { wordsOfStandIns } from '../../report/stand-ins';
import type { Style } from '../../report/style';
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
    return {
      headline: what.join(', '),
      lines: [
        ...[...lines, ...besides, ...deployedLines(database), ...acceptedLines(database)],
        ...againstLines(database, style),
      ],
    };
  });

function againstLines({ against, findings }: CheckResult, style: Style): string[] {
  if (!against) return [];
  return linesOfAgainst(wordsOfAgainst(against, toldIn(against, findings)), style).map(typeable);
}

const SHOWN = 6;

/** "staging: would run 0007_a, 0008_b (2)": a line for each environment of which something is remembered. */
export function deployedLines({ deployed = [] }: CheckResult): string[] {
  const named = (tags: readonly string[]) =>
    `${tags.slice(0, SHOWN).join(', ')}${tags.length > SHOWN ? ', …' : ''} (${tags.length})`;
  return deployed.map(({ environment, pending, late, unknown }) => {
    const said = [
      pending.length === 0 ? 'nothing would run' : `would run ${named(pending)}`,
      ...(late.length === 0 ? [] : [`late there: ${named(late)}`]),
      ...(unknown.length === 0 ? [] : [`applied there and not here: ${named(unknown)}`]),
    ];
    return typeable(`${environment}: ${said.join('; ')}`);
  });
}

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

export { renderMarkdown } from '../../report/markdown';
