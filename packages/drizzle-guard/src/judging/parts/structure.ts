import type { History } from '../../history/history';
import type { Folder, Part } from '../../results/judged';
import { findingsAbout, type Severities } from '../../rules/run';

/** What a history alone says. */
export function structurePart(
  history: History,
  database: string,
  severities: Severities,
  driver: string | null = null,
): Part {
  const context = { history, now: Date.now(), driver };
  return { about: 'structure', findings: findingsAbout('structure', context, database, severities) };
}

export function folderOf(history: History, dialect: string | null, driver: string | null = null): Folder {
  return {
    dialect,
    ...(driver === null ? {} : { driver }),
    layout: history.layout,
    out: history.dir,
    migrationCount: history.migrations.length,
  };
}
