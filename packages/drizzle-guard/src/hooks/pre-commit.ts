import { diffPaths } from '../git/changed-paths';
import { git } from '../git/git';
import { changeIn } from '../judging/change-in';
import { goingOn } from '../judging/going-on';
import { newsOfChange } from '../judging/news-of-change';
import { isRelevant } from '../judging/relevant';
import { hookExitCode, type HookResult, type ToldDatabase } from '../results/hook-result';
import type { HookCall } from './hook';
import { hasNote } from './merge-note';

/**
 * Judges what a commit would record: the index, whichever one git says (`commit -a`, `commit <path>`). Concluding a
 * merge runs this hook too, and not pre-merge-commit.
 */
export async function preCommit(call: HookCall): Promise<HookResult> {
  const { root, gitDir, operation } = call;
  const judged = await judgeCommit(call);
  if (hasNote(call)) judged.notes.push(...(await import('./fold-merge')).unfolded(call));
  const isConcluding = operation.kind === 'merge' || operation.kind === 'squash';
  const going = isConcluding && hookExitCode(judged) !== 0 ? goingOn(root, gitDir, operation) : null;
  if (!going) return judged;
  // What this hook stages is in the commit.
  return (await (await import('./rebase-by-itself')).rebaseByItself(call, going, judged, judgeCommit)).result;
}

async function judgeCommit(call: HookCall): Promise<HookResult> {
  const { root, gitDir, operation, session } = call;
  if (operation.kind === 'merge')
    return (await import('./judge-merge')).judgeMerge(call, 'pre-commit', operation);
  const changed = call.staged ?? diffPaths(root, ['--cached']);
  const change = changeIn(root, null, { kind: 'index' }, changed);
  const news = await newsOfChange(session, change);
  const { databases, notes } = news;
  const [head] = changed.some((file) => CONFIG.test(file)) ? change.parents() : [];
  if (head) notes.push(...(await (await import('../judging/left-behind')).leftBehind(session, head, news)));
  const going = goingOn(root, gitDir, operation);
  if (going)
    return {
      hook: 'pre-commit',
      databases: await (await import('./with-next')).withNext(call, going, news),
      notes,
    };
  const isStopped = databases.some(({ blocking }) => blocking.length > 0);
  const told: ToldDatabase[] = isStopped
    ? (await import('./left-unstaged')).withUnstaged(call, news)
    : databases;
  const stale = told.some(
    ({ blocking, next }) => !next && blocking.some(({ code }) => code === 'stale-schema'),
  );
  const unstaged = stale ? unstagedFiles(root) : [];
  if (unstaged.length > 0)
    notes.push(
      `not staged, and so not judged: ${unstaged.join(', ')}; if they belong to it, \`git add\` them first`,
    );
  return { hook: 'pre-commit', databases: told, notes };
}

/** What makes a migrations folder a database. */
const CONFIG = /(^|\/)drizzle[^/]*config\.[^/]+$|^drizzle-guard\.json$/;

const SHOWN = 8;

/** What somebody may have forgotten to stage: changed or new files that a schema or a migration could be. */
function unstagedFiles(root: string): string[] {
  const options = { cwd: root };
  const changed = git(['diff', '--name-only', '-z'], options).toString('utf8').split('\0');
  const added = git(['ls-files', '--others', '--exclude-standard', '-z'], options)
    .toString('utf8')
    .split('\0');
  const files = [...changed, ...added].filter((file) => isRelevant([file]));
  return files.length > SHOWN ? [...files.slice(0, SHOWN), `and ${files.length - SHOWN} more`] : files;
}
