import { document, type Renderer } from '../../report/document';
import type { Style } from '../../report/style';
import { typeable } from '../../report/typeable';
import type { CommandResult } from '../../results/command-result';
import { hintOf } from '../migrate/render';
import type { StatusResult } from './run';

export const renderStatus: Renderer<CommandResult<StatusResult>> = (result, style) =>
  document(result, style, (database) => toldOf(database, style));

/** With --pending: that there is nothing is an answer too, where all of it was looked at. */
export const renderPending: Renderer<CommandResult<StatusResult>> = (result, style) =>
  document(result, style, (database) => {
    const { headline, lines } = toldOf(database, style);
    const { migrations, findings, environment, error } = database;
    const isKnown = environment !== null && !error && !findings.some(({ severity }) => severity === 'error');
    return { headline, lines: isKnown && migrations.length === 0 ? ['nothing is pending'] : lines };
  });

function toldOf(database: StatusResult, style: Style): { headline: string; lines: string[] } {
  const { migrations, environment, target, findings } = database;
  // Of another history nobody knows a row.
  const isForeign = findings.some(({ code }) => code === 'foreign-history');
  const shown = isForeign ? [] : migrations;
  const width = Math.max(0, ...shown.map(({ migration }) => migration.length));
  const lines = shown.map(
    ({ migration, state, recordedAs }) =>
      `${migration.padEnd(width)}  ${colourOf(state, style)}${recordedAs === undefined ? '' : typeable(`, recorded as ${recordedAs}: \`drizzle-guard migrate\` corrects it`)}`,
  );
  const counts = [...new Set(migrations.map(({ state }) => state))].map(
    (state) => `${migrations.filter((migration) => migration.state === state).length} ${state}`,
  );
  const where = environment === null ? '' : `${environment}  ${target}`;
  return {
    headline: where,
    lines: [...lines, ...(counts.length > 0 ? [counts.join(', ')] : []), ...hintOf(database, style)],
  };
}

export function colourOf(state: string, style: Style): string {
  if (state === 'applied') return style.green(state);
  return state === 'pending' ? style.yellow(state) : style.red(state);
}
