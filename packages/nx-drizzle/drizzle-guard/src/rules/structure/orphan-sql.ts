import { takenBackBy } from '../../history/down-file';
import type { History } from '../../history/history';
import { baseName } from '../../text/paths';
import { shellWord } from '../../text/shell-word';
import { titleOf } from '../../text/tag';
import { defineRule } from '../rule';

export const orphanSql = defineRule({
  code: 'orphan-sql',
  severity: 'error',
  explain: `A SQL file lies in the migrations folder, but the journal does not list it (or, in the folders layout, it lies in no migration's folder): no migrate will ever run it. Usually a merge kept both SQL files and one side's journal. A file <tag>.down.sql belongs to the migration that it takes back, and is one of these only where there is no such migration.

Way out: find out whether its statements ever ran. If they did not and are wanted, make a migration of them (drizzle-guard generate, or --custom and copy the SQL). If another migration holds them already, or they are not wanted, delete the file; drizzle-guard doctor --repair does so where a migration holds the same bytes. Never add it to the journal by hand: on databases that are ahead it would be skipped in silence, on new ones it would run.`,
  effect: 'no migrate will ever run it, and people believe that it was run',
  traits: ['two-sides'],
  find: {
    structure({ history, twins }) {
      if (history.layout === 'journal' && history.journalUnreadable) return [];
      const listed = new Set(history.migrations.map((migration) => migration.sqlFile));
      return history.sqlFiles
        .filter((file) => !listed.has(file))
        .map((file) =>
          takenBackBy(file) === null
            ? {
                migration: tagOf(file),
                file,
                message: `${file} is ${history.layout === 'journal' ? 'not in the journal' : 'in no folder of its own'}, so no migrate will ever run it`,
                help: helpFor(twins?.get(file), history),
              }
            : withoutMigration(file, history),
        );
    },
  },
  wayOut: ({ file, migration }, _history, flag) =>
    takenBackBy(file!) === null
      ? [
          `never wanted, or done by another migration: \`git rm ${file}\``,
          `wanted, and never run: \`drizzle-guard generate --custom --name ${titleOf(migration!)}${flag}\`, copy the SQL there, then \`git rm ${file}\`. It is not put into the journal: there it would run on new databases and on no other`,
        ]
      : [`its migration is gone: \`git rm ${file}\``, `its migration has another name: rename it after that`],
});

function tagOf(file: string): string {
  return baseName(file).slice(0, -'.sql'.length);
}

/** What takes a migration back, and there is none of that name. */
function withoutMigration(file: string, { layout }: History) {
  const migration = tagOf(takenBackBy(file)!);
  return {
    migration,
    file,
    message: `${file} takes back a migration ${migration} that is not there, so no rollback will ever run it`,
    help: `${layout === 'journal' ? 'name it after the migration that it takes back' : 'move it into the folder of the migration that it takes back, as down.sql'}; or delete it (\`git rm ${shellWord(file)}\`)`,
  };
}

function helpFor(twin: string | undefined, history: History): string {
  const lost =
    history.layout === 'journal'
      ? `where HEAD lists it, \`git restore --source=HEAD --staged --worktree -- ${shellWord(history.journalFile)}\` brings its entry back; `
      : '';
  return twin === undefined
    ? `${lost}if its statements are wanted and nowhere else, make a migration of them (\`drizzle-guard generate\`, or \`--custom\`); then delete the file`
    : `${twin} holds the same bytes, so nothing of it is lost: \`drizzle-guard doctor --repair\` deletes it`;
}
