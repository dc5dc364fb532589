import type { History } from '../../history/history';
import type { LedgerRow } from '../../ledger/ledger';
import { shellWord } from '../../text/shell-word';
import { timeOf } from '../../text/words';
import { defineRule } from '../rule';
import { candidatesOf, nameOfRow } from './name-of-row';

export const missingMigration = defineRule({
  code: 'missing-migration',
  severity: 'error',
  explain: `The database's ledger has a row that no migration of this folder explains, although newer migrations are here: a migration was applied and then taken out, renumbered with another timestamp and other SQL, or squashed; or it is of another branch, which this database was migrated on.

Way out: find it in git, on whatever branch (git log --all -m -S <its timestamp> -- <migrations folder>), and bring it back, or go back to that branch. On a development database that can be made anew, delete the database and migrate again.`,
  effect: 'the database has run something that nobody can read here',
  find: {
    live({ entry, history }) {
      if (entry.state !== 'missing') return [];
      const { createdAt } = entry.row;
      const when = createdAt === null ? 'without a timestamp' : `of ${timeOf(createdAt)}`;
      return [
        {
          message: `the ledger has a migration ${when} (${nameOfRow(entry.row)}) that ${history.dir} does not hold${candidatesOf(entry)}`,
          help: `bring it back, or check out the branch that has it: \`${searchFor(entry.row, history)}\` names the commits that brought it or took it out, on all branches`,
        },
      ];
    },
  },
});

/** The journal holds each timestamp once; a folder is its name. */
function searchFor({ createdAt, name }: LedgerRow, { layout, dir }: History): string {
  if (layout === 'folders' && name !== null)
    return `git log --all -m --oneline -- ${shellWord(`${dir}/${name}`)}`;
  const what = layout === 'folders' || createdAt === null ? '' : ` -S ${createdAt}`;
  return `git log --all -m --oneline${what} -- ${shellWord(dir)}`;
}
