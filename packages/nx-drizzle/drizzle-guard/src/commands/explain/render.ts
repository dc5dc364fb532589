import type { Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';
import type { Explanation } from './run';

/** Our commands, which an explanation has as words among words. */
const COMMAND = /\bdrizzle-guard (?=(?:check|doctor|explain|generate|history|init|migrate|status)\b|<)/g;

export const renderExplanation: Renderer<CommandResult & { explanation: Explanation }> = ({
  explanation: { code, kind, text },
}) => `${code} (${kind})\n\n${text.replaceAll(COMMAND, 'npx drizzle-guard ')}\n`;
