import { timeOf } from '../../text/words';
import { defineRule } from '../rule';
import { candidatesOf, nameOfRow } from './name-of-row';

export const unknownMigration = defineRule({
  code: 'unknown-migration',
  severity: 'error',
  explain: `The database has run a migration that is newer than every one here: this checkout is behind the database. Usually another branch was checked out when it was migrated, or a deploy was rolled back without its database.

Way out: check out (or pull) the branch that has the migration. On a development database that can be made anew, delete the database and migrate again. Whatever you generate here meanwhile is older than what the database has run.`,
  effect: 'this checkout is behind the database',
  find: {
    live({ entry, history }) {
      if (entry.state !== 'unknown') return [];
      return [
        {
          message: `the database has run a migration of ${timeOf(entry.row.createdAt ?? 0)} (${nameOfRow(entry.row)}), newer than every one in ${history.dir}${candidatesOf(entry)}`,
          help: 'check out or pull the branch that has it; this checkout is behind the database',
        },
      ];
    },
  },
});
