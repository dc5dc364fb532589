import type { History } from '../../history/history';
import type { Folder, Part } from '../../results/judged';
import { findingsAbout, type Severities } from '../../rules/run';
import type { Tree } from '../../sources/tree';

/** What a history alone says. @param twins what `twinsIn` has found */
export function structurePart(
  history: History,
  database: string,
  severities: Severities,
  driver: string | null = null,
  twins: ReadonlyMap<string, string> = new Map(),
): Part {
  const context = { history, now: Date.now(), driver, twins };
  return { about: 'structure', findings: findingsAbout('structure', context, database, severities) };
}

/** Of SQL files that the journal does not list: the migration with the same bytes, where there is one. */
export async function twinsIn(tree: Tree, history: History): Promise<Map<string, string>> {
  const twins = new Map<string, string>();
  if (history.layout !== 'journal' || history.journalUnreadable) return twins;
  const { migrations, sqlFiles } = history;
  const listed = new Set(migrations.map(({ sqlFile }) => sqlFile));
  const orphans = sqlFiles.filter((file) => !listed.has(file));
  if (orphans.length === 0) return twins;
  const bytesOf = async (file: string) =>
    tree.idOf(file) ?? (await tree.read(file))?.toString('latin1') ?? '';
  const tags = new Map<string, string>();
  for (const { tag, sqlFile, hasSql } of migrations) if (hasSql) tags.set(await bytesOf(sqlFile), tag);
  for (const file of orphans) {
    const twin = tags.get(await bytesOf(file));
    if (twin !== undefined) twins.set(file, twin);
  }
  return twins;
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
