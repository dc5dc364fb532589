import { defineRule } from '../rule';
import { restoreState } from './restoring';

export const revertedUpgrade = defineRule({
  code: 'reverted-upgrade',
  severity: 'error',
  explain: `The base has its migrations in folders (drizzle-kit 1.0), this side had them too, and here they are in a journal (0.x) again: the commit that ran drizzle-kit up was reverted, or a merge took the other side's folder. Databases that drizzle-orm 1.0 has upgraded know migrations by the names of their folders, and drizzle-kit and drizzle-orm 1.0 refuse to work with a journal.

Way out: put the folders back (the finding says how), with the versions of drizzle-kit and drizzle-orm that the base has. In a merge the hook's message says how to bring the other side's migrations into them. A revert of the upgrade is undone by reverting the revert.`,
  effect: 'drizzle-orm 1.0, which the base works with, refuses to apply anything',
  traits: ['of-landed', 'two-sides'],
  find: {
    base: (context) => {
      const { isDowngraded, history, base } = context;
      if (!isDowngraded || history.layout !== 'journal') return [];
      return [
        {
          file: history.journalFile,
          message: `${history.dir} is in folders on ${base.name} (drizzle-kit 1.0), and in a journal here (0.x): the upgrade was taken back`,
          help: `put the folders back: ${restoreState(context, [history.dir])}; drizzle-kit and drizzle-orm in package.json have to be those of ${base.name}`,
        },
      ];
    },
  },
});
