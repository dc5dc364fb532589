import { shellWord } from '../../text/shell-word';
import { timeOf } from '../../text/words';
import { defineRule } from '../rule';

export const editedMigration = defineRule({
  code: 'edited-migration',
  severity: 'error',
  explain: `A migration that was applied or has landed now has other SQL, or another timestamp. Databases that ran the old text never see the new one: drizzle stores a hash and does not look at it. So two databases that are both "up to date" differ. Line ends do not count. A changed timestamp is worse: drizzle-orm 0.x knows a migration by it, so it runs the same SQL again, or skips it.

Way out: put the old text back (git log -p -- <file>) and write the change as a new migration. If the edit only changed comments or layout and you are sure of it, set "checks": { "edited-migration": "warning" } in drizzle-guard.json.`,
  effect: 'databases that ran the old text differ from those that run the new one',
  traits: ['of-landed'],
  find: {
    /** Migrations that have landed with other SQL, or another timestamp, than they have here. */
    base: ({ edited, base }) =>
      edited.map(({ mine, theirs, line }) =>
        line === null
          ? {
              migration: mine.tag,
              ...mine.declaredAt,
              message: `${mine.tag} is stamped ${timeOf(mine.timestamp)} here and ${timeOf(theirs.timestamp)} on ${base.name}: drizzle-orm takes it for another migration where that one is applied`,
              help: `set "when" of ${mine.tag} back to ${theirs.timestamp}`,
            }
          : {
              migration: mine.tag,
              file: mine.sqlFile,
              line,
              message: `${mine.tag} is on ${base.name} with other SQL than ${mine.sqlFile} holds now; a database that has run it does not run it again`,
              help: `put the landed text back (\`git show ${shellWord(`${base.name}:${theirs.sqlFile}`)}\`) and write the change as a new migration`,
            },
      ),
    live({ entry, history }) {
      if (entry.state !== 'edited') return [];
      const { tag, sqlFile } = history.migrations.find((migration) => migration.tag === entry.tag)!;
      return [
        {
          migration: tag,
          file: sqlFile,
          message: `${tag} was applied with other SQL than ${sqlFile} holds now; it is not run again`,
          help: `put the old text back (\`git log -p -- ${shellWord(sqlFile)}\`) and write the change as a new migration`,
        },
      ];
    },
  },
});
