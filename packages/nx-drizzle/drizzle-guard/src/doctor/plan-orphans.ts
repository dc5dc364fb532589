import type { JournalHistory } from '../history/history';
import type { RepairPlan } from './repair';
import type { Texts } from './texts';

/** Takes out SQL files that the journal does not list and whose bytes are in one that it lists. */
export async function dropEqualOrphans(
  { migrations, sqlFiles }: JournalHistory,
  texts: Texts,
  plan: RepairPlan,
): Promise<void> {
  const listed = new Set(migrations.map(({ sqlFile }) => sqlFile));
  const orphans = sqlFiles.filter((file) => !listed.has(file));
  if (orphans.length === 0) return;
  const twins = new Map<string, string>();
  for (const { tag, sqlFile, hasSql } of migrations) if (hasSql) twins.set((await texts.read(sqlFile))!, tag);
  for (const file of orphans) {
    const text = (await texts.read(file))!;
    // Bytes that are no text read alike.
    const isTold = text.trim() !== '' && !text.includes('\ufffd');
    const twin = isTold ? twins.get(text) : undefined;
    if (twin === undefined) continue;
    await texts.write(file, null);
    plan.repairs.push({
      code: 'orphan-sql',
      file,
      what: `${file} is deleted: ${twin}, which the journal lists, holds the same bytes`,
    });
  }
}
