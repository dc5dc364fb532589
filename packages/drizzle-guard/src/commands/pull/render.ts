import { document, type Renderer } from '../../report/document';
import { typeable } from '../../report/typeable';
import type { CommandResult } from '../../results/command-result';
import { shellWord } from '../../text/shell-word';
import type { PullResult } from './run';

export const renderPull: Renderer<CommandResult<PullResult>> = (result, style) =>
  document(result, style, ({ files, name, environment, error }) => ({
    headline: error ? '' : 'the schema that it has:',
    lines: error
      ? []
      : [
          ...files.filter((file) => file.endsWith('.ts')),
          typeable(
            `what differs from the migrations here: \`drizzle-guard diff --database ${shellWord(name)} --environment ${shellWord(environment ?? '')}\``,
          ),
        ],
  }));
