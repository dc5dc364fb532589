import { document, type Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';
import type { UpResult } from './run';

export const renderUp: Renderer<CommandResult<UpResult>> = (result, style) =>
  document(result, style, ({ changed, layout }) => ({
    headline:
      changed === null
        ? ''
        : changed
          ? `drizzle-kit up has brought it to its form (${layout}); see it with \`git diff\`, then commit it`
          : style.green('it has that form already'),
    lines: [],
  }));
