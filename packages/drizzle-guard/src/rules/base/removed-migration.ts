import { shellWord } from '../../text/shell-word';
import type { AgainstBase } from './against-base';
import type { FindingDraft } from '../finding';
import { join } from '../../text/paths';

export const removedMigration = {
  code: 'removed-migration',
  severity: 'error',
  explain: `A migration that has landed is not in the history any more, or is called something else. Databases that ran it keep what it did, and hold a ledger row that no migration explains; a new database never gets it. From here on the two differ, and nothing tells them apart. A landed migration's tag is part of what has landed: one that is renamed counts as removed.

Way out: put its SQL, its snapshot and its journal entry back, under its own name. To undo what it did, write a new migration that does.`,
} as const;

/** Migrations that have landed, were known here, and are gone. */
export function removedAgainstBase({ removed, landed: there, base }: AgainstBase): FindingDraft[] {
  const inJournal = there.layout === 'journal';
  return removed.map(({ landed, renamed }) =>
    renamed
      ? {
          code: removedMigration.code,
          migration: landed.tag,
          ...renamed.declaredAt,
          message: `${landed.tag}, which is on ${base}, is called ${renamed.tag} here: it was renamed, with the same SQL and the same timestamp`,
          help: inJournal
            ? `give ${renamed.tag} its landed name back: its SQL file, its snapshot and its tag in the journal`
            : `give the folder ${renamed.tag} its landed name back`,
        }
      : {
          code: removedMigration.code,
          migration: landed.tag,
          ...(inJournal ? { file: there.journalFile } : {}),
          message: `${landed.tag} is on ${base} and was removed here: databases that ran it keep what it did, new ones never get it`,
          help: inJournal
            ? `put its SQL, snapshot and journal entry back (\`git show ${shellWord(`${base}:${landed.sqlFile}`)}\`); to undo it, write a new migration`
            : `put its folder back (\`git restore --source=${base} --staged --worktree -- ${shellWord(join(there.dir, landed.tag))}\`); to undo it, write a new migration`,
        },
  );
}
