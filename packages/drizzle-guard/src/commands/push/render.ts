import { document, type Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';
import { typeable } from '../../report/typeable';
import { shellWord } from '../../text/shell-word';
import { count } from '../../text/words';
import { overriddenOf } from '../migrate/render';
import type { PushResult } from './run';

export const renderPush: Renderer<CommandResult<PushResult>> = (result, style) =>
  document(result, style, (database) => ({
    headline: database.pushed ? style.green('the database is what the schema says') : '',
    lines: [...overriddenOf(database), ...recordedOf(database)],
  }));

/** Who pushes beside migrations finds that they fail, or find drift. */
function recordedOf({ name, environment, pushed, recorded }: PushResult): string[] {
  if (!pushed || recorded === 0) return [];
  const reset = `drizzle-guard reset --database ${shellWord(name)} --environment ${shellWord(environment ?? '')}`;
  return [
    typeable(
      `its ledger holds ${count(recorded, 'migration')}, which ${recorded === 1 ? 'knows' : 'know'} nothing of what was pushed: before you migrate this database again, \`${reset}\``,
    ),
  ];
}
