import type { DoctorResult } from '../commands/doctor';
import type { CommandResult } from '../result';
import { count, document, type Renderer } from './pretty';

export const renderBaseline: Renderer<CommandResult<DoctorResult>> = (result, style) =>
  document(result, style, ({ accepted }) => {
    if (accepted === undefined) return { headline: 'nothing was accepted', lines: [] };
    const headline =
      accepted === 0
        ? 'nothing to accept'
        : `${count(accepted, 'finding')} accepted in drizzle-guard.baseline.json: commit it`;
    return { headline, lines: [] };
  });
