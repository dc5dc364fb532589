import type { FindingDraft } from '../finding';
import { timeOf } from '../../text/words';

export const missingMigration = {
  code: 'missing-migration',
  severity: 'error',
  explain: `The database's ledger has a row that no migration of this folder explains, although newer migrations are here: a migration was applied and then taken out, renumbered with another timestamp and other SQL, or squashed.

Way out: find it in git (git log --diff-filter=D -- <migrations folder>) and bring it back. On a development database that can be made anew, delete the database and migrate again.`,
} as const;

/** @param known what the row knows it by: a folder's name, or a hash */
export function missingInFolder(createdAt: number | null, known: string, folder: string): FindingDraft {
  const when = createdAt === null ? 'without a timestamp' : `of ${timeOf(createdAt)}`;
  return {
    code: missingMigration.code,
    message: `the ledger has a migration ${when} (${known}) that ${folder} does not hold`,
    help: `bring it back: \`git log --diff-filter=D --oneline -- ${folder}\` names the commits that deleted migrations`,
  };
}
