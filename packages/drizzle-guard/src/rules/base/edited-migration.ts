import type { AgainstBase } from './against-base';
import { shellWord } from '../../text/shell-word';
import type { FindingDraft } from '../finding';
import { timeOf } from '../../text/words';

export const editedMigration = {
  code: 'edited-migration',
  severity: 'error',
  explain: `A migration that was applied or has landed now has other SQL, or another timestamp. Databases that ran the old text never see the new one: drizzle stores a hash and does not look at it. So two databases that are both "up to date" differ. Line ends do not count. A changed timestamp is worse: drizzle-orm 0.x knows a migration by it, so it runs the same SQL again, or skips it.

Way out: put the old text back (git log -p -- <file>) and write the change as a new migration. If the edit only changed comments or layout and you are sure of it, set "checks": { "edited-migration": "warning" } in drizzle-guard.json.`,
} as const;

export function editedInLedger(tag: string, sqlFile: string): FindingDraft {
  return {
    code: editedMigration.code,
    migration: tag,
    file: sqlFile,
    message: `${tag} was applied with other SQL than ${sqlFile} holds now; it is not run again`,
    help: `put the old text back (\`git log -p -- ${shellWord(sqlFile)}\`) and write the change as a new migration`,
  };
}

/** Migrations that have landed with other SQL, or another timestamp, than they have here. */
export function editedAgainstBase({ edited, base }: AgainstBase): FindingDraft[] {
  return edited.map(({ here, landed, line }) =>
    line === null
      ? {
          code: editedMigration.code,
          migration: here.tag,
          ...here.declaredAt,
          message: `${here.tag} is stamped ${timeOf(here.timestamp)} here and ${timeOf(landed.timestamp)} on ${base}: drizzle-orm takes it for another migration where that one is applied`,
          help: `set "when" of ${here.tag} back to ${landed.timestamp}`,
        }
      : {
          code: editedMigration.code,
          migration: here.tag,
          file: here.sqlFile,
          line,
          message: `${here.tag} is on ${base} with other SQL than ${here.sqlFile} holds now; a database that has run it does not run it again`,
          help: `put the landed text back (\`git show ${shellWord(`${base}:${landed.sqlFile}`)}\`) and write the change as a new migration`,
        },
  );
}
