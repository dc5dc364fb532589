import type { Check } from './check';

export const missingSql: Check = {
  code: 'missing-sql',
  severity: 'error',
  explain: `The journal lists a migration whose SQL file is not there. drizzle-kit's check calls this fine; its migrate ends without a message.

Way out: bring the file back from git. If the migration was never applied anywhere and is not wanted, take its journal entry and its snapshot out too.`,
  find: ({ history }) =>
    history.migrations
      .filter((migration) => !migration.hasSql)
      .map((migration) => ({
        code: 'missing-sql',
        migration: migration.tag,
        file: history.journalFile,
        line: migration.line,
        message: `${migration.tag} is in the journal, but ${migration.sqlFile} is not there`,
        help: `bring the file back: \`git log --diff-filter=D --oneline -- ${migration.sqlFile}\` names the commit that deleted it`,
      })),
};
