import { isNothing, type History, type Problem } from '../../history/history';
import { shellWord } from '../../text/shell-word';
import { defineRule } from '../rule';
import { bringBack } from '../bring-back';

export const malformedSnapshot = defineRule({
  code: 'malformed-snapshot',
  severity: 'error',
  explain: `A file in meta/ (in the folders layout: a snapshot.json) is not a snapshot: it is not JSON, holds conflict markers, lacks id, prevId, version or dialect, or has a table with parts that its dialect does not know (drizzle-kit 0.31 then says "data is malformed", and its generate writes nothing). drizzle-kit reads every file in meta/ whose name does not begin with an underscore, also a stray README.md, and ends with a parser's message that names no file. In the folders layout a snapshot has prevIds instead of prevId; of Postgres the first holds the whole state ("type": "base") and all others what changed ("diff"), and drizzle-kit refuses a second beginning, and changes that continue nothing.

Way out: bring the file back from git (git checkout <good commit> -- <file>); a file that is no snapshot belongs elsewhere.`,
  effect: 'drizzle-kit check fails, and generate writes nothing and exits 0',
  traits: ['misleads-generate', 'state-unknown', 'two-sides', 'cuts-the-chain'],
  find: {
    structure: ({ history }) =>
      [...history.snapshotProblems, ...faults(history), ...secondBases(history), ...rootless(history)].map(
        (problem) => ({
          file: problem.file,
          ...(problem.line === undefined ? {} : { line: problem.line }),
          message: `${problem.file} ${problem.message}`,
          help: bringBack(
            problem,
            `\`git log --oneline -- ${shellWord(problem.file)}\` names the commits that hold it; move a file that is no snapshot ${history.layout === 'journal' ? 'out of meta/' : 'elsewhere'}`,
          ),
        }),
      ),
  },
});

function faults({ snapshots }: History): Problem[] {
  return snapshots.flatMap(({ file, fault }) => (fault === undefined ? [] : [{ file, message: fault }]));
}

/** What changed is told from one beginning; drizzle-kit refuses a second one. */
function secondBases({ snapshots }: History): Problem[] {
  const [first, ...others] = snapshots.filter(({ form }) => form === 'base');
  return others.map(({ file }) => ({
    file,
    message: `begins the history a second time ("type": "base"), although ${first!.file} does`,
  }));
}

/** What changed is nothing without what it changed: drizzle-kit cannot tell the state then. */
function rootless({ snapshots }: History): Problem[] {
  const ids = new Set(snapshots.map(({ id }) => id));
  return snapshots
    .filter(
      (snapshot, place) =>
        snapshot.form === 'diff' &&
        snapshot.parents.every((parent) => isNothing(parent, snapshot, place, ids)),
    )
    .map(({ file }) => ({
      file,
      message: 'holds changes ("type": "diff") of nothing: prevIds names no snapshot that they continue',
    }));
}
