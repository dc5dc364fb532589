import { count } from '../../text/words';
import { defineRule } from '../rule';

export const failedRehearsal = defineRule({
  code: 'failed-rehearsal',
  severity: 'error',
  explain: `A rehearsal runs migrations on a throw-away database that stands where the real one does, with a few rows in its tables. One of them fails there. A fresh database has no rows and shows nothing of it: a column that becomes NOT NULL without a default, a cast that data does not survive, a value of an enum that is used too early, a migration that was made for another order.

The rows are made up: three a table, the first with nothing in everything that may be empty, and texts that are numbers, so that a cast to a number is not what fails. Beside a database (--environment) only tables that hold rows there are given some.

Way out: give a new column a default, or fill it before it becomes NOT NULL; say in the migration how a cast is to be made (USING). A migration that has not landed can be changed. Where the real data cannot be what was made up, \`--override staging:rehearse\` lets migrate go on without it, which is recorded; a waiver with its reason keeps the finding away.`,
  effect: 'the migration fails on a database that holds data',
  find: {
    rehearsal: ({ failed }) =>
      failed === null
        ? []
        : [
            {
              migration: failed.migration,
              message: `${failed.migration} fails where there are rows, at ${failed.place}: ${failed.message}${failed.notReached > 0 ? `\n  ${count(failed.notReached, 'migration')} after it ${failed.notReached === 1 ? 'was' : 'were'} not reached` : ''}`,
              help: 'correct its SQL if it has not landed, else mend it with a migration before it reaches a database (`drizzle-guard explain failed-rehearsal`)',
            },
          ],
  },
});
