import { timeOf } from '../../text/words';
import { defineRule } from '../rule';
import { nameOfRow } from './name-of-row';

export const foreignHistory = defineRule({
  code: 'foreign-history',
  severity: 'error',
  explain: `The database's ledger has rows, and none of them is of a migration of this folder, by name, time or content. So it is another database than the one that is meant, or its ledger is that of another application that keeps its own in the same place; or the whole history was squashed or made anew after it had run.

Way out: see whether the connection is the one that you mean. Where two applications share a database, give each a ledger of its own (migrations.table in the drizzle config). Where the history was made anew, a development database can be deleted and migrated again; of any other the rows are taken out of the ledger by hand once it is certain that the database has what the new migrations make, and drizzle-guard migrate --baseline <migration> records them.`,
  effect: 'the database is not that of these migrations',
  find: {
    live({ entry, history }) {
      if (entry.state !== 'foreign') return [];
      const { newest, count } = entry;
      const when = newest.createdAt === null ? '' : ` of ${timeOf(newest.createdAt)}`;
      return [
        {
          message: `the database is at another history altogether: none of the ${count} migrations in its ledger (the newest${when}, ${nameOfRow(newest)}) is one of the ${history.migrations.length} in ${history.dir}`,
          help: 'see whether the connection is the one that you mean; `drizzle-guard explain foreign-history` tells what else it may be',
        },
      ];
    },
  },
});
