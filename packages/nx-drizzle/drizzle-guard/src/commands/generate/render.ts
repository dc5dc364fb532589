import { document, type Renderer } from '../../report/document';
import { typeable } from '../../report/typeable';
import type { CommandResult } from '../../results/command-result';
import type { GenerateResult } from './run';

export const renderGenerate: Renderer<CommandResult<GenerateResult>> = (result, style) =>
  document(result, style, ({ generated, findings, error, advice }) => {
    const lines = generated.map(
      ({ migration, files }) => `${style.green('generated')} ${migration}  ${files[0]}`,
    );
    if (advice !== undefined) lines.push(typeable(advice));
    const idle = generated.length === 0 && findings.length === 0 && !error;
    return { headline: idle ? 'the schema has no changes; nothing to generate' : '', lines };
  });
