import type { Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';
import type { Explanation } from './run';

export const renderExplanation: Renderer<CommandResult & { explanation: Explanation }> = ({
  explanation: { code, kind, text },
}) => `${code} (${kind})\n\n${text}\n`;
