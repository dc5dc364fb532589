import { shellWord } from '../../text/shell-word';
import { defineRule } from '../rule';

export const orphanSnapshot = defineRule({
  code: 'orphan-snapshot',
  severity: 'warning',
  explain: `A snapshot belongs to no migration of the journal. If its name sorts last, drizzle-kit takes it for the present state, and the next generate compares the schema with something that no migration produces.

Way out: delete the file, unless its migration's journal entry was lost, in which case bring the entry back.`,
  effect: 'drizzle-kit reads it as a state of this history',
  find: {
    structure({ history }) {
      if (history.layout !== 'journal' || history.journalUnreadable) return [];
      const prefixes = new Set(history.migrations.map((migration) => migration.prefix));
      const newest = history.snapshots.at(-1);
      return history.snapshots
        .filter((snapshot) => !prefixes.has(snapshot.prefix))
        .map((snapshot) => ({
          file: snapshot.file,
          message:
            `${snapshot.file} belongs to no migration of the journal` +
            (snapshot === newest ? '; it sorts last, so the next generate would compare with it' : ''),
          help: `delete it: \`rm ${shellWord(snapshot.file)}\`; or bring the journal entry of its migration back: \`git restore --source=HEAD --staged --worktree -- ${shellWord(history.journalFile)}\``,
        }));
    },
  },
  wayOut: ({ file }) => [
    `its migration was taken out for good: \`git rm ${file}\``,
    `its journal entry was lost: \`git log -p -- ${file}\` shows the commit that made it`,
  ],
});
