import { commitOf, findBase } from '../git/base';
import { diffPaths } from '../git/changed-paths';
import { git } from '../git/git';
import { goingOn } from '../judging/going-on';
import { newsOfChange } from '../judging/news-of-change';
import { isRelevant } from '../judging/relevant';
import type { HookResult, ToldDatabase } from '../results/hook-result';
import type { Commit } from '../sources/state';
import type { HookCall } from './hook';

/**
 * Judges what a commit would record: the index, whichever one git says (`commit -a`, `commit <path>`). Concluding a
 * merge runs this hook too, and not pre-merge-commit.
 */
export async function preCommit(call: HookCall): Promise<HookResult> {
  const { root, operation, session } = call;
  if (operation.kind === 'merge')
    return (await import('./judge-merge')).judgeMerge(call, 'pre-commit', operation);
  const changed = call.staged ?? diffPaths(root, ['--cached']);
  const news = await newsOfChange(session, {
    state: { kind: 'index' },
    parents: () => headOf(root),
    changed,
    againstBase: 'added',
    baseOf: (configured) => findBase(root, undefined, configured),
    forkBlocks: false,
  });
  const { databases, notes } = news;
  const [head] = changed.some((file) => CONFIG.test(file)) ? headOf(root) : [];
  if (head) notes.push(...(await (await import('../judging/left-behind')).leftBehind(session, head, news)));
  const going = goingOn(root, operation);
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

/** Nothing in an unborn repository. */
function headOf(root: string): Commit[] {
  const commit = commitOf(root, 'HEAD');
  return commit === null ? [] : [{ kind: 'commit', commit, label: 'HEAD' }];
}
