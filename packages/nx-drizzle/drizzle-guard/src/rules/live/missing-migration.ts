import { timeOf } from '../../text/words';
import { defineRule } from '../rule';
import { candidatesOf, nameOfRow } from './name-of-row';

export const missingMigration = defineRule({
  code: 'missing-migration',
  severity: 'error',
  explain: `The database's ledger has a row that no migration of this folder explains, although newer migrations are here: a migration was applied and then taken out, renumbered with another timestamp and other SQL, or squashed.

Way out: find it in git (git log -m --diff-filter=D -- <migrations folder>) and bring it back. On a development database that can be made anew, delete the database and migrate again.`,
  effect: 'the database has run something that nobody can read here',
  find: {
    live({ entry, history }) {
      if (entry.state !== 'missing') return [];
      const { createdAt } = entry.row;
      const when = createdAt === null ? 'without a timestamp' : `of ${timeOf(createdAt)}`;
      return [
        {
          message: `the ledger has a migration ${when} (${nameOfRow(entry.row)}) that ${history.dir} does not hold${candidatesOf(entry)}`,
          help: `bring it back: \`git log -m --diff-filter=D --oneline -- ${history.dir}\` names the commits that deleted migrations`,
        },
      ];
    },
  },
});
