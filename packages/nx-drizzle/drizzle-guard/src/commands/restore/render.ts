import { document, type Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';
import { stateOf } from '../backup/render';
import { colourOf } from '../status/render';
import type { RestoreResult } from './run';

/** What is restored into what was printed before it began. */
export const renderRestore: Renderer<CommandResult<RestoreResult>> = (result, style) =>
  document(result, style, ({ restored, migrations }) => {
    if (!restored) return { headline: '', lines: [] };
    const width = Math.max(0, ...migrations.map(({ migration }) => migration.length));
    return {
      headline: style.green(`restored from the backup of ${restored.takenAt}`),
      lines: [
        stateOf(restored),
        ...migrations.map(({ migration, state }) => `${migration.padEnd(width)}  ${colourOf(state, style)}`),
      ],
    };
  });
