import type { FindingDraft } from '../result';

export const editedMigration = {
  code: 'edited-migration',
  severity: 'error',
  explain: `A migration that was applied or has landed now has other SQL. Databases that ran the old text never see the new one: drizzle stores a hash and does not look at it. So two databases that are both "up to date" differ.

Way out: put the old text back (git log -p -- <file>) and write the change as a new migration. If the edit only changed comments or layout and you are sure of it, set "checks": { "edited-migration": "warning" } in drizzle-guard.json.`,
} as const;

export function editedInLedger(tag: string, sqlFile: string): FindingDraft {
  return {
    code: editedMigration.code,
    migration: tag,
    file: sqlFile,
    message: `${tag} was applied with other SQL than ${sqlFile} holds now; it is not run again`,
    help: `put the old text back (\`git log -p -- ${sqlFile}\`) and write the change as a new migration`,
  };
}
