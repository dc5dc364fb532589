import { defineRule } from '../rule';
import { bringBack } from '../bring-back';

export const brokenJournal = defineRule({
  code: 'broken-journal',
  severity: 'error',
  explain: `meta/_journal.json is the list of migrations. Here it cannot be read as one: it holds conflict markers, is not JSON, has a key twice in one object, or lists a migration twice.

drizzle-kit 0.31 prints a stack trace over conflict markers and exits 0. Two equal keys are worse: "accept both" on a conflict inside an entry leaves JSON that every parser accepts, keeping the last key only, so that one of the two migrations is lost without a word. Its SQL file then shows up as orphan-sql.

Way out: during a merge, a rebase or a cherry-pick drizzle-guard rebase reads both sides from git, moves the migrations that have not landed behind the others, and writes the journal. What a merge has recorded so (--no-verify, HUSKY=0) is taken back by \`git reset --keep HEAD^\` while it is the last commit; merge again then, with hooks.

By hand: "entries" holds one object for each migration, in the order in which they are applied, such as { "idx": 0, "version": "7", "when": 1767225600000, "tag": "0000_users", "breakpoints": true }; idx counts from 0, and tag is the name of the SQL file.`,
  effect: 'the list of migrations cannot be trusted; entries may be lost',
  traits: ['hides-sequence', 'misleads-generate', 'two-sides', 'half-written'],
  find: {
    structure({ history }) {
      if (history.layout !== 'journal') return [];
      return history.journalProblems.map((problem) => ({
        file: problem.file,
        ...(problem.line === undefined ? {} : { line: problem.line }),
        message: `${problem.file} ${problem.message}`,
        help: bringBack(
          problem,
          'list each migration once, as one object: `drizzle-guard explain broken-journal` shows how',
        ),
      }));
    },
  },
});
