import { RESTORE, undoneBy } from '../../ledger/unfinished';
import { count } from '../../text/words';
import { defineRule } from '../rule';

export const failedMigration = defineRule({
  code: 'failed-migration',
  severity: 'error',
  explain: `A migration was begun and is not finished: a statement of it failed, or the process ended, where the database cannot take back what the statements before it did (MySQL commits each one by itself; CREATE INDEX CONCURRENTLY and its like run without a transaction). Nothing is applied until somebody has said what is there.

Way out: look at the database, then drizzle-guard migrate --resolve <migration>=continue goes on at the first statement that is not known to have run; =rolled-back where you have taken back all that it did, so that it is pending again; =applied where you have done the rest of it yourself, so that it is recorded. Of a rollback that is not finished drizzle-guard rollback goes on, =rolled-back says that the rest of it was taken back by hand, and =applied that the migration is there as a whole.`,
  effect: 'nothing is applied until it is resolved',
  find: {
    live({ entry, database }) {
      if (entry.state !== 'failed') return [];
      const { migration, done, total, since, begun } = entry;
      if (migration.startsWith(RESTORE))
        return [
          {
            message: `a restore of ${migration.slice(RESTORE.length)} was begun at ${since} and is not finished: the database holds a part of that backup at the most`,
            help: `run \`drizzle-guard restore <folder>/${migration.slice(RESTORE.length)}\` again: it begins anew`,
          },
        ];
      const open =
        begun === undefined
          ? ''
          : `; ${begun > done ? `statements ${done + 1} to` : 'statement'} ${begun + 1} may or may not have run`;
      const undone = undoneBy(migration);
      const resolve = `drizzle-guard migrate --database ${database} --resolve ${undone ?? migration}`;
      const ran = `${done} of its ${count(total, 'statement')} ${done === 1 ? 'has' : 'have'} run${open}`;
      if (undone !== null)
        return [
          {
            migration: undone,
            message: `the rollback of ${undone} was begun at ${since} and is not finished: ${ran}`,
            help: `see what of it is there; then \`drizzle-guard rollback --database ${database}\` goes on after those, \`${resolve}=rolled-back\` says that the rest was taken back by hand, \`${resolve}=applied\` that all is there again`,
          },
        ];
      return [
        {
          migration,
          message: `${migration} was begun at ${since} and is not finished: ${ran}`,
          help: `see what of it is there; then \`${resolve}=continue\` goes on after those, \`${resolve}=rolled-back\` says that all of it was taken back, \`${resolve}=applied\` that the rest was done by hand`,
        },
      ];
    },
  },
});
