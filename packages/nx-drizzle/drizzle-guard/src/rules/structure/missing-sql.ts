import { shellWord } from '../../text/shell-word';
import { defineRule } from '../rule';

export const missingSql = defineRule({
  code: 'missing-sql',
  severity: 'error',
  explain: `The journal lists a migration whose SQL file is not there; in the folders layout, a migration's folder has no migration.sql. drizzle-kit's check calls this fine. Its migrate ends without a message in 0.31, and passes over the migration in silence in 1.0, where drizzle-kit believes its changes made.

Way out: bring the file back from git. If the migration was never applied anywhere and is not wanted, take its journal entry and its snapshot out too (its folder, in the folders layout).`,
  effect: 'drizzle-kit migrate ends without a message',
  traits: ['hides-sequence', 'two-sides', 'half-written'],
  find: {
    structure: ({ history }) =>
      history.migrations
        .filter((migration) => !migration.hasSql)
        .map((migration) => ({
          migration: migration.tag,
          ...migration.declaredAt,
          message:
            history.layout === 'journal'
              ? `${migration.tag} is in the journal, but ${migration.sqlFile} is not there`
              : `${migration.tag} has a snapshot, but ${migration.sqlFile} is not there: drizzle-orm passes over it in silence`,
          help: `bring the file back: \`git restore --source=HEAD --staged --worktree -- ${shellWord(migration.sqlFile)}\`; where it is gone from HEAD too, \`git log -m --diff-filter=D --oneline -- ${shellWord(migration.sqlFile)}\` names the commit that deleted it`,
        })),
  },
  wayOut: ({ help, migration }) => [
    help,
    `if ${migration} was never applied anywhere, take its journal entry and its snapshot out`,
  ],
});
