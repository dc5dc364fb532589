import type { Migration } from '../../history/history';
import { shellWord } from '../../text/shell-word';
import { timeOf } from '../../text/words';
import type { BaseContext } from '../contexts';
import { defineRule } from '../rule';
import { restore, restoreState, restoring } from './restoring';

export const editedMigration = defineRule({
  code: 'edited-migration',
  severity: 'error',
  explain: `A migration that was applied or has landed now has other SQL, or another timestamp. Databases that ran the old text never see the new one: drizzle stores a hash and does not look at it. So two databases that are both "up to date" differ. Line ends do not count. A changed timestamp is worse: drizzle-orm 0.x knows a migration by it, so it runs the same SQL again, or skips it.

Way out: put the old text back, with the snapshot that it had (the finding says how; of a database it is git log -p -- <file>), and write the change as a new migration. If the edit only changed comments or layout and you are sure of it, set "checks": { "edited-migration": "warning" } in drizzle-guard.json.`,
  effect: 'databases that ran the old text differ from those that run the new one',
  traits: ['of-landed'],
  find: {
    /** Migrations that have landed with other SQL, or another timestamp, than they have here. */
    base: (context) =>
      context.edited.map(({ mine, theirs, line }) =>
        line === null
          ? {
              migration: mine.tag,
              ...mine.declaredAt,
              message: `${mine.tag} is stamped ${timeOf(mine.timestamp)} here and ${timeOf(theirs.timestamp)} on ${context.base.name}: drizzle-orm takes it for another migration where that one is applied`,
              help: `set "when" of ${mine.tag} back to ${theirs.timestamp}`,
            }
          : {
              migration: mine.tag,
              file: mine.sqlFile,
              line,
              message: `${mine.tag} is on ${context.base.name} with other SQL than ${mine.sqlFile} holds now; a database that has run it does not run it again`,
              ...puttingBack(context, mine, theirs),
            },
      ),
    live({ entry, history }) {
      if (entry.state !== 'edited') return [];
      const { tag, sqlFile } = history.migrations.find((migration) => migration.tag === entry.tag)!;
      return [
        {
          migration: tag,
          file: sqlFile,
          message: `${tag} was applied with other SQL than ${sqlFile} holds now; it is not run again`,
          help: `put the old text back (\`git log -p -- ${shellWord(sqlFile)}\`) and write the change as a new migration`,
        },
      ];
    },
  },
});

/** The SQL, and its snapshot where that is another: one that was only linked anew has what others continue. */
function puttingBack(context: BaseContext, mine: Migration, theirs: Migration) {
  if (mine.sqlFile !== theirs.sqlFile) {
    const landed = `git show ${shellWord(`${context.base.name}:${theirs.sqlFile}`)} > ${shellWord(mine.sqlFile)}`;
    return {
      help: `put the landed text back (\`${landed}\`: an upgrade leaves it as it is) and write the change as a new migration`,
      fix: [landed],
    };
  }
  const isOther = context.editedSnapshots.some((one) => one.mine.tag === mine.tag);
  const isLinkedAnew = mine.snapshot?.id !== theirs.snapshot?.id;
  const files = [mine.sqlFile, ...(isOther || (theirs.snapshot && !isLinkedAnew) ? [mine.snapshotFile] : [])];
  return isOther
    ? { help: `put the landed text and its snapshot back: ${restoreState(context, files)}` }
    : {
        help: `put the landed text back (${restore(context, files)}) and write the change as a new migration`,
        fix: [restoring(context, files)],
      };
}
