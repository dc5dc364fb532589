import { document, type Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';
import { count } from '../../text/words';
import { overriddenOf } from '../migrate/render';
import type { ResetResult } from './run';

export const renderReset: Renderer<CommandResult<ResetResult>> = (result, style) =>
  document(result, style, (database) => ({
    headline: headlineOf(database),
    lines: overriddenOf(database),
  }));

function headlineOf({ emptied, applied, seeded }: ResetResult): string {
  if (!emptied) return '';
  return `was emptied, ${count(applied.length, 'migration')} applied${seeded ? ', and filled' : ''}`;
}
