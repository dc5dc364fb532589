import type { Check } from './check';

export const malformedSnapshot: Check = {
  code: 'malformed-snapshot',
  severity: 'error',
  explain: `A file in meta/ is not a snapshot: it is not JSON, holds conflict markers, or lacks id, prevId, version or dialect. drizzle-kit reads every file in meta/ whose name does not begin with an underscore, also a stray README.md, and ends with a parser's message that names no file.

Way out: bring the file back from git (git checkout <good commit> -- <file>); a file that is no snapshot belongs elsewhere.`,
  find: ({ history }) =>
    history.snapshotProblems.map((problem) => ({
      code: 'malformed-snapshot',
      file: problem.file,
      ...(problem.line === undefined ? {} : { line: problem.line }),
      message: `${problem.file} ${problem.message}`,
      help: `bring it back: \`git log --oneline -- ${problem.file}\` names the commits that hold it; move a file that is no snapshot out of meta/`,
    })),
};
