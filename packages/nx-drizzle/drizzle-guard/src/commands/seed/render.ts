import { document, type Renderer } from '../../report/document';
import type { CommandResult } from '../../results/command-result';
import { overriddenOf } from '../migrate/render';
import type { SeedResult } from './run';

export const renderSeed: Renderer<CommandResult<SeedResult>> = (result, style) =>
  document(result, style, (database) => ({
    headline: database.seeded ? 'is filled' : '',
    lines: overriddenOf(database),
  }));
