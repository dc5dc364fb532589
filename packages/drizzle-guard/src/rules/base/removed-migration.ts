import { join } from '../../text/paths';
import { shellWord } from '../../text/shell-word';
import { defineRule } from '../rule';

export const removedMigration = defineRule({
  code: 'removed-migration',
  severity: 'error',
  explain: `A migration that has landed is not in the history any more, or is called something else. Databases that ran it keep what it did, and hold a ledger row that no migration explains; a new database never gets it. From here on the two differ, and nothing tells them apart. A landed migration's tag is part of what has landed: one that is renamed counts as removed.

Way out: put its SQL, its snapshot and its journal entry back, under its own name. To undo what it did, write a new migration that does.`,
  effect: 'databases that ran it keep what it did, and new ones never get it',
  traits: ['of-landed'],
  find: {
    /** Migrations that have landed, were known here, and are gone. */
    base({ removed, base }) {
      const inJournal = base.history.layout === 'journal';
      return removed.map(({ theirs, renamed }) =>
        renamed
          ? {
              migration: theirs.tag,
              ...renamed.declaredAt,
              message: `${theirs.tag}, which is on ${base.name}, is called ${renamed.tag} here: it was renamed, with the same SQL and the same timestamp`,
              help: inJournal
                ? `give ${renamed.tag} its landed name back: its SQL file, its snapshot and its tag in the journal`
                : `give the folder ${renamed.tag} its landed name back`,
            }
          : {
              migration: theirs.tag,
              ...(base.history.layout === 'journal' ? { file: base.history.journalFile } : {}),
              message: `${theirs.tag} is on ${base.name} and was removed here: databases that ran it keep what it did, new ones never get it`,
              help: inJournal
                ? `put its SQL, snapshot and journal entry back (\`git show ${shellWord(`${base.name}:${theirs.sqlFile}`)}\`); to undo it, write a new migration`
                : `put its folder back (\`git restore --source=${base.name} --staged --worktree -- ${shellWord(join(base.history.dir, theirs.tag))}\`); to undo it, write a new migration`,
            },
      );
    },
  },
});
