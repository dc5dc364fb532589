import type { LiveResult } from '../../apply/live-database';
import { document, type Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';

export const renderStudio: Renderer<CommandResult<LiveResult>> = (result, style) =>
  document(result, style, ({ error }) => ({ headline: error ? '' : 'studio has ended', lines: [] }));
