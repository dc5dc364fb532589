import { listOf } from '../../text/words';
import { defineRule } from '../rule';

const SHOWN = 3;

export const mixedLayout = defineRule({
  code: 'mixed-layout',
  severity: 'error',
  explain: `The migrations folder holds both layouts: that of drizzle-kit 0.x (meta/, with its journal) and that of 1.0 (one folder a migration). drizzle-kit up was stopped halfway, or a merge brought together a branch that was upgraded and one that was not. drizzle-kit 0.31 sees the first only; drizzle-kit and drizzle-orm 1.0 refuse to work while there is a journal, and see the second only once it is gone.

Way out: git status shows what is new. Before the upgrade is committed: git restore and git clean the migrations folder, then run drizzle-kit up again. After a merge: take the side that was not upgraded, merge the other's migrations in that layout, and run drizzle-kit up on the result.`,
  effect: 'each version of drizzle-kit sees one half of the migrations',
  traits: ['hides-sequence', 'misleads-generate', 'two-sides'],
  find: {
    structure({ history }) {
      const { foreignFiles, dir, layout } = history;
      if (foreignFiles.length === 0) return [];
      const shown = foreignFiles.slice(0, SHOWN);
      const more = foreignFiles.length - shown.length;
      const names = listOf([...shown, ...(more > 0 ? [`${more} more`] : [])]);
      return [
        {
          file: foreignFiles[0]!,
          message:
            layout === 'journal'
              ? `${dir} has a journal (drizzle-kit 0.x) and migrations in folders (1.0) beside it: ${names}`
              : `${dir} has migrations in folders (drizzle-kit 1.0) and beside them what is left of a journal (0.x): ${names}`,
          help: `see with \`git status ${dir}\` and \`git log --oneline -- ${dir}\` which of the two is meant, take the other out, and run \`drizzle-kit up\` if that was not finished`,
        },
      ];
    },
  },
});
