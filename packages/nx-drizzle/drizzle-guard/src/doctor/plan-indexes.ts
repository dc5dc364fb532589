import type { JournalHistory, JournalMigration } from '../history/history';
import type { RepairPlan } from './repair';
import type { Texts } from './texts';

/**
 * Gives each journal entry an index of its own, in order. An index is never less than the number in its tag: drizzle-kit
 * 0.31 numbers the next migration after the last index (`writeResult`), and one that has closed up to a lower number
 * would make it write a second migration of the newest number, over the newest snapshot. So a hole in the numbers of the
 * tags stays a hole.
 */
export async function planIndexes(
  { migrations, journalFile }: JournalHistory,
  texts: Texts,
  plan: RepairPlan,
): Promise<void> {
  let next = 0;
  for (const [position, migration] of migrations.entries()) {
    const wanted = Math.max(next, numberOf(migration));
    next = wanted + 1;
    if (migration.index === wanted) continue;
    await texts.set(journalFile, ['entries', position, 'idx'], wanted);
    plan.repairs.push({
      code: migrations.some((one) => one !== migration && one.index === migration.index)
        ? 'duplicate-index'
        : 'index-gap',
      migration: migration.tag,
      file: journalFile,
      what: `${migration.tag} gets the index ${wanted} in place of ${migration.index}`,
    });
  }
}

/** 0 for a prefix that is a time: it says nothing about the order of indexes. */
function numberOf({ prefix }: JournalMigration): number {
  return /^\d{1,6}$/.test(prefix) ? Number(prefix) : 0;
}
