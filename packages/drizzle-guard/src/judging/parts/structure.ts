import type { History } from '../../history/history';
import type { Folder, Part } from '../../results/judged';
import { findingsAbout, type Severities } from '../../rules/run';

/** What a history alone says. */
export function structurePart(history: History, database: string, severities: Severities): Part {
  const context = { history, now: Date.now() };
  return { about: 'structure', findings: findingsAbout('structure', context, database, severities) };
}

export function folderOf(history: History, dialect: string | null): Folder {
  return {
    dialect,
    layout: history.layout,
    out: history.dir,
    migrationCount: history.migrations.length,
  };
}
