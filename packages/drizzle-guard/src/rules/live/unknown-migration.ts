import type { FindingDraft } from '../finding';
import { timeOf } from '../../text/words';

export const unknownMigration = {
  code: 'unknown-migration',
  severity: 'error',
  explain: `The database has run a migration that is newer than every one here: this checkout is behind the database. Usually another branch was checked out when it was migrated, or a deploy was rolled back without its database.

Way out: check out (or pull) the branch that has the migration. On a development database that can be made anew, delete the database and migrate again. Whatever you generate here meanwhile is older than what the database has run.`,
} as const;

/** @param known what the row knows it by: a folder's name, or a hash */
export function unknownInFolder(createdAt: number | null, known: string, folder: string): FindingDraft {
  return {
    code: unknownMigration.code,
    message: `the database has run a migration of ${timeOf(createdAt ?? 0)} (${known}), newer than every one in ${folder}`,
    help: 'check out or pull the branch that has it; this checkout is behind the database',
  };
}
